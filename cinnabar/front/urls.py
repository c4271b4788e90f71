"""Addresses of front."""

from django.urls import path, re_path

from cinnabar.front import feeds, goods, history, home, legal, offline, profiles, reading, sharing, sitemaps, talking

urlpatterns = [
    path("", home.home, name="home"),
    path("following", home.following, name="following"),
    path("channels", home.channels, name="channels"),
    path("c/<slug:slug>", home.channel, name="channel"),
    path("notes/<id:note_id>", reading.note, name="note"),
    path("notes/<id:note_id>/comments", talking.comments, name="comments"),
    path("notes/<id:note_id>/comments/products", talking.comment_products, name="comment-products"),
    path("products/<id:product_id>", goods.product, name="product"),
    re_path("^(?P<kind>terms|privacy|imprint)$", legal.legal, name="legal"),
    path("offline", offline.offline, name="offline"),
    path("service-worker.js", offline.service_worker, name="service-worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:kind>-<id:start>.xml", sitemaps.page, name="sitemap-page"),
    path("topics/<str:slug>.rss", feeds.topic, name="topic-feed"),  # before the pages: "x.rss" could be a slug
    path("brands/<str:slug>.rss", feeds.brand, name="brand-feed"),
    path("@<str:handle>.rss", feeds.person, name="person-feed"),
    path("shops/<str:slug>", goods.shop, name="shop"),
    path("brands/<str:slug>", goods.brand, name="brand"),
    path("topics/<str:slug>", reading.topic, name="topic"),
    path("categories/<str:slug>", goods.category, name="category"),
    path("@<str:handle>", profiles.profile, name="profile"),
    path("boards/<id:board_id>", reading.board, name="board"),
    path("notes/<id:note_id>/share", sharing.note_share, name="note-share"),
    path("products/<id:product_id>/share", sharing.product_share, name="product-share"),
    path("@<str:handle>/share", sharing.profile_share, name="profile-share"),
    path("boards/<id:board_id>/share", sharing.board_share, name="board-share"),
    path("shops/<str:slug>/share", sharing.shop_share, name="shop-share"),
    path("brands/<str:slug>/share", sharing.brand_share, name="brand-share"),
    path("topics/<str:slug>/share", sharing.topic_share, name="topic-share"),
    path("history", history.history, name="history"),
    path("history/removal", history.history_removal, name="history-removal"),
    path("history/clearing", history.history_clearing, name="history-clearing"),
    path("history/keeping", history.history_keeping, name="history-keeping"),
    path("seals", reading.seals, name="seals"),
]
