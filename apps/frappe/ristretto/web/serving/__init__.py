"""How requests reach the application: quick ones here, slow ones in a process of their own."""
