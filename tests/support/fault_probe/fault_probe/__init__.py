"""The app's only module, without forms."""
