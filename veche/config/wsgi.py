"""WSGI entry point served by Granian."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
