{% load portal %}importScripts("{% asset "counter-worker.js" %}");
