"""IP addresses: which of them are of the public internet."""

from __future__ import annotations

import ipaddress


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; False for what is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not (mapped or parsed).is_multicast
