"""The one router: every REST collection, in one readable list."""

from rest_framework.routers import SimpleRouter

router = SimpleRouter()

urlpatterns = router.urls
