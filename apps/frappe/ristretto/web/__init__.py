"""HTTP: the WSGI application, sessions, REST v1 and v2, remote calls, files and pages."""
