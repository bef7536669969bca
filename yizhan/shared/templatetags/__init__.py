"""What every template of the house may use; `yizhan` is loaded for all of them by the settings."""
