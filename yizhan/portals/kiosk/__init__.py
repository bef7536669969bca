"""The kiosk of a station's hall: look for work by touch, print a slip, call somebody. It knows nobody."""
