"""How numbers are written where Django itself does not know a language's habits."""
