// What the libraries use and the oldest browsers we serve have not got (Safari 14, Chrome 90).
// Imported before them, for its effect.
if (!Object.hasOwn)
  Object.hasOwn = (object: object, name: PropertyKey): boolean =>
    Object.prototype.hasOwnProperty.call(object, name);

export {};
