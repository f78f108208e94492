"""Real servers for the tests: started on free loopback ports in a directory of their own, ended by their process id."""
