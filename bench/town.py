"""A town of any size, written by set-based SQL in a few seconds, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql


@dataclass(frozen=True)
class Size:
    notes: int
    people: int
    products: int


SMALL = Size(notes=10_000, people=2_000, products=2_000)

# Ids are plain numbers: people from 10^6, shops 2·10^6, brands 3·10^6, products 4·10^6, notes 5·10^6 and so on.
ROWS = (
    """
    INSERT INTO people_person (id, handle, email, name, bio, role, language, avatar, tint, country, region, city,
        city_tier, gender, traits, is_active, is_staff, joined_at, followers, followers_imported, following, received,
        password)
    SELECT 1000000 + n, 'person' || n, 'person' || n || '@example.com', 'Person ' || n, 'bio of ' || n, '', 'en', '',
        1 + n %% 6, 'CN', '', '上海', '1', '', '{}', true, false, now(), n %% 900, 0, n %% 90, 0, '!'
    FROM generate_series(1, %(people)s) n
    """,
    """
    INSERT INTO people_follow (follower_id, followed_id, at)
    SELECT DISTINCT 1000000 + a, 1000000 + b, now() FROM (
        SELECT 1 + floor(random() * %(people)s)::int AS a, 1 + floor(random() ^ 2 * %(people)s)::int AS b
        FROM generate_series(1, %(people)s * 20)) edges WHERE a <> b
    """,
    """
    INSERT INTO people_interest (person_id, channel)
    SELECT 1000000 + n, c FROM generate_series(1, %(people)s) n, unnest(ARRAY['beauty', 'skincare', 'health']) c
    """,
    """
    INSERT INTO shop_shop (id, slug, name, name_zh, kind, country, city, currency, story_en, story_zh, returns_en,
        returns_zh, banner, banner_width, banner_height, tint, shipping_minor, ships_to, days_min, days_max, is_open,
        opened_at)
    SELECT 2000000 + n, 'shop-' || n, 'Shop ' || n, '店铺' || n, 'independent', 'KR', 'Seoul', 'CNY',
        'A story.', '故事。', 'Returns', '退货', '', 0, 0, 1, 1000, '["*"]', 3, 7, true, now()
    FROM generate_series(1, 40) n
    """,
    """
    INSERT INTO shop_brand (id, slug, name, name_zh, country, story_en, story_zh, followers)
    SELECT 3000000 + n, 'brand-' || n, 'Brand ' || n, '品牌' || n, 'KR', '', '', 0 FROM generate_series(1, 60) n
    """,
    """
    INSERT INTO shop_product (id, shop_id, brand_id, category_id, reference, name_en, name_zh, description_en,
        description_zh, origin_country, ships_from, attributes, options, status, created_at)
    SELECT 4000000 + n, 2000001 + n %% 40, 3000001 + n %% 60, c.ids[1 + n %% array_length(c.ids, 1)], 'p' || n,
        'Velvet Product ' || n, '丝绒产品' || n, repeat('A good sentence about it. ', 8),
        repeat('一句关于它的好话。', 12),
        'KR', 'KR', '{"size": "30 ml", "ingredients": "water, rice"}', '[{"name_en": "Shade", "name_zh": "色号"}]',
        'active', now() - n * interval '1 hour'
    FROM generate_series(1, %(products)s) n,
        (SELECT array_agg(id ORDER BY id) AS ids FROM shop_category WHERE parent_id IS NOT NULL) c
    """,
    """
    INSERT INTO shop_variant (id, product_id, position, labels_en, labels_zh, price_minor, currency, in_stock)
    SELECT 40000000 + n * 10 + v, 4000000 + n, v, jsonb_build_array('Shade ' || v), jsonb_build_array('色号' || v),
        2900 + n %% 300 * 100 + v * 100, 'CNY', 1000000 FROM generate_series(1, %(products)s) n, generate_series(0, 2) v
    """,
    """
    INSERT INTO shop_productpicture (product_id, position, picture_id, secret, width, height, thumbhash, tone, alt_en,
        alt_zh)
    SELECT 4000000 + n, v, n * 10 + v, substr(md5(n::text || v), 1, 22), 960, 1280, '1QcSHQRnh493V4dIh4eXh1h4kJUI',
        '#c8b8a8', 'A picture', '一张图' FROM generate_series(1, %(products)s) n, generate_series(0, 3) v
    """,
    """
    INSERT INTO notes_topic (id, slug, name, channel, notes)
    SELECT 6000000 + n, 'topic' || n, 'topic' || n, 'beauty', 0 FROM generate_series(1, 200) n
    """,
    """
    INSERT INTO notes_note (id, author_id, state, visibility, title, headline, body, language, channel, city, reference,
        cover_ratio, cover_words, cover_style, is_paid, hidden_reason, created_at, changed_at, published_at, likes,
        saves, comments_count, likes_imported, saves_imported)
    SELECT 5000000 + n, 1000001 + floor(random() ^ 2 * %(people)s)::int, 'published', 'public',
        'A title of note ' || n, 'A title of note ' || n, repeat('这支真的很好用，薄涂就显色。 ', 3 + n %% 20), 'zh',
        (ARRAY['beauty', 'skincare', 'health', 'fashion', 'baby', 'home', 'travel'])[1 + n %% 7], '上海', '',
        (ARRAY['3:4', '1:1', '4:3'])[1 + n %% 3], CASE WHEN n %% 3 = 0 THEN '空瓶记' ELSE '' END, 1, false, '',
        now() - n * interval '20 minutes', now(), now() - n * interval '20 minutes',
        0, 0, 0, floor(500 * random() ^ 4)::int, floor(100 * random() ^ 4)::int
    FROM generate_series(1, %(notes)s) n
    """,
    """
    INSERT INTO notes_notepicture (note_id, position, picture_id, secret, width, height, thumbhash, tone, seconds, alt,
        crop_x, crop_y)
    SELECT 5000000 + n, v, n * 10 + v, substr(md5('n' || n || v), 1, 22), 960, 1280, '1QcSHQRnh493V4dIh4eXh1h4kJUI',
        '#c8b8a8', 0, 'What is on the picture', 0.5, 0.5
    FROM generate_series(1, %(notes)s) n, generate_series(0, 3) v
    """,
    """
    INSERT INTO notes_producttag (id, note_id, product_id, outside_brand, outside_name, position, picture_position, x,
        y, provenance, is_paid, earns_commission, rating, pro, con, used_for)
    SELECT 50000000 + n * 10 + v, 5000000 + n, 4000001 + (n * 7 + v * 13) %% %(products)s, '', '', v, v, 0.5, 0.5,
        'elsewhere', n %% 25 = 0, false, 1 + (n + v) %% 5, 'melts in', 'small jar', 'weeks'
    FROM generate_series(1, %(notes)s) n, generate_series(0, 1) v WHERE n %% 3 > 0
    """,
    """
    INSERT INTO notes_notetopic (note_id, topic_id, position)
    SELECT 5000000 + n, 6000001 + (n + v * 31) %% 200, v FROM generate_series(1, %(notes)s) n, generate_series(0, 2) v
    """,
    """
    INSERT INTO notes_like (person_id, note_id, at)
    SELECT DISTINCT 1000001 + floor(random() * %(people)s)::int, 5000001 + floor(random() ^ 2 * %(notes)s)::int, now()
    FROM generate_series(1, %(notes)s * 10)
    """,
    """
    INSERT INTO notes_comment (id, note_id, author_id, parent_id, body, likes, at)
    SELECT 60000000 + n * 10 + v, 5000000 + n, 1000001 + (n * 11 + v) %% %(people)s, NULL,
        (ARRAY['色号？', '黄皮能用吗', 'is it sticky', '已下单', 'same, broke me out'])[v], v, now()
    FROM generate_series(1, %(notes)s) n, generate_series(1, 5) v
    """,
    """
    INSERT INTO notes_comment (id, note_id, author_id, parent_id, body, likes, at)
    SELECT 70000000 + n, 5000000 + n, 1000001 + n %% %(people)s, 60000000 + n * 10 + 1, '谢谢，是 02', 1, now()
    FROM generate_series(1, %(notes)s) n
    """,
    """
    UPDATE notes_note n SET comments_count = 6, likes = COALESCE(l.count, 0)
    FROM (SELECT id FROM notes_note) every LEFT JOIN
        (SELECT note_id, count(*) FROM notes_like GROUP BY note_id) l ON l.note_id = every.id WHERE every.id = n.id
    """,
    """
    INSERT INTO activity_seennote (person_id, note_id, at)
    SELECT 1000001, 5000000 + n, now() - interval '1 day' FROM generate_series(1, %(notes)s / 50) n
    """,
)


def _let_columns_be_left_out() -> None:
    """Give the columns of our tables the defaults of their fields, so that the rows above name only what matters."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for column in model._meta.local_concrete_fields:
                default = column.get_default() if column.has_default() else "" if column.empty_strings_allowed else None
                if model._meta.managed and isinstance(default, str | int | float | bool) and not column.primary_key:
                    name, table = column.column, model._meta.db_table
                    cursor.execute(
                        sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}").format(
                            sql.Identifier(table), sql.Identifier(name), sql.Literal(default)
                        )
                    )


BUSY_NOTE, BUSY_TALK = 5_000_005, 2_000

# Fifteen hundred threads, the first of them with 250 replies, fifty more with five each.
TALK = (
    """
    INSERT INTO notes_comment (id, note_id, author_id, parent_id, body, likes, at)
    SELECT 80000000 + n, %(note)s, 1000001 + (n * 37) %% 2000,
        CASE WHEN n > 1750 THEN 80000001 + n %% 50 WHEN n > 1500 THEN 80000001 END,
        (ARRAY['色号是多少呀？黄皮能用吗', 'Is it sticky after an hour? Mine was, and I gave it to my sister.',
            '已下单，谢谢分享', '同款，不过我用了两周才看到效果，一定要坚持，先做耳后测试 #敏感肌',
            'same, broke me out'])[1 + n %% 5],
        n %% 17, now() - (2000 - n) * interval '3 minutes'
    FROM generate_series(1, %(most)s) n ON CONFLICT DO NOTHING
    """,
    """
    UPDATE notes_note SET comments_count = (SELECT count(*) FROM notes_comment WHERE note_id = %(note)s)
    WHERE id = %(note)s
    """,
)


def talk() -> None:
    """Let 2,000 comments stand under one note. Twice changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in TALK:
            cursor.execute(statement, {"note": BUSY_NOTE, "most": BUSY_TALK})


BIG_BOARD, BOARD_OWNER = 90_000_001, 1_000_003

BOARD = (
    """
    INSERT INTO notes_board (id, owner_id, name, description, is_private, is_default, created_at)
    VALUES (%(board)s, %(owner)s, 'Everything', 'All of it.', false, false, now()) ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO notes_save (person_id, note_id, board_id, at)
    SELECT %(owner)s, id, %(board)s, now() - row_number() OVER (ORDER BY id) * interval '1 minute'
    FROM (SELECT id FROM notes_note WHERE author_id <> %(owner)s ORDER BY id LIMIT 4000) n ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO notes_savedproduct (person_id, product_id, board_id, at, price_minor, currency)
    SELECT %(owner)s, id, %(board)s, now() - row_number() OVER (ORDER BY id) * interval '4 minutes', 9900, 'CNY'
    FROM (SELECT id FROM shop_product ORDER BY id LIMIT 1000) p ON CONFLICT DO NOTHING
    """,
)


def board() -> None:
    """Let 4,000 notes and 1,000 products stand on one board. Twice changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in BOARD:
            cursor.execute(statement, {"board": BIG_BOARD, "owner": BOARD_OWNER})


def learn() -> None:
    """Let home learn from what the town does. Twice changes nothing."""
    from cinnabar.feed.engine import shelf
    from cinnabar.feed.training import train

    if shelf.newest(settings.FEED_FOLDER) is None:
        train()


def make(size: Size, *, but: Sequence[str] = ()) -> None:
    """Fill an empty, migrated database, all tables but those."""
    from cinnabar.kit.installation import claim_as_demo
    from cinnabar.notes.cards import rebuild_all as rebuild_note_cards
    from cinnabar.shop.cards import rebuild_all as rebuild_product_cards
    from cinnabar.shop.categories import ensure_base_categories

    _let_columns_be_left_out()
    claim_as_demo({})  # orders are paid with the test provider
    ensure_base_categories()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        for statement in ROWS:
            if statement.split()[2] in but:
                continue
            cursor.execute(statement, {"notes": size.notes, "people": size.people, "products": size.products})
    rebuild_product_cards()
    rebuild_note_cards()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
