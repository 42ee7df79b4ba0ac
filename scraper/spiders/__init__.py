"""Spiders: one class for all outlets (outlet_spider), made into one class an outlet (by_outlet)."""
