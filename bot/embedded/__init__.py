"""Mail servers that run inside this process, for `relance demo` and the tests. Never for real mail."""
