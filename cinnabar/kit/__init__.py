"""Money, ids, events, jobs, paging and the clock; knows nothing of the product."""
