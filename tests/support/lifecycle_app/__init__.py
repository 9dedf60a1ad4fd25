"""An app that hears every event of three DocTypes, as controller, as their own hook and as the hook of `*`."""
