"""Transparency by API: the open budget, public reports."""

from ninja import Router

from veche.domains.transparency.api import budget, published

router = Router()
router.add_router("", budget.router)
router.add_router("", published.router)

__all__ = ["router"]
