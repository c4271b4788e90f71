"""All addresses. They are stable: readers, tests and clients rely on them."""

from django.urls import include, path, register_converter

from cinnabar.kit.ids import IdConverter

register_converter(IdConverter, "id")

urlpatterns = [
    path("", include("cinnabar.notes.urls")),  # first: "new" could be the id of a note
    path("", include("cinnabar.feed.urls")),
    path("", include("cinnabar.front.urls")),
    path("", include("cinnabar.media.urls")),
    path("", include("cinnabar.people.urls")),
    path("", include("cinnabar.orders.urls")),
    path("", include("cinnabar.payments.urls")),
    path("", include("cinnabar.notifications.urls")),
    path("", include("cinnabar.moderation.urls")),
    path("desk/", include("cinnabar.desks.urls")),
]

handler400 = "cinnabar.front.problems.bad_request"
handler403 = "cinnabar.front.problems.forbidden"
handler404 = "cinnabar.front.problems.not_found"
handler405 = "cinnabar.front.problems.not_allowed"  # asked for by kit.middleware.explain_methods
handler429 = "cinnabar.front.problems.too_many"  # asked for by kit.middleware.refuse_too_many
handler500 = "cinnabar.front.problems.broken"
