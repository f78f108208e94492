"""The demo: a small company, its debtors and a virtual clock. Only `relance demo` and its tests come here."""
