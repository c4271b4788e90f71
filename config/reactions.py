"""Who reacts to which fact. Every effect of one module upon another stands on this page.

A plain function runs at once, in the transaction that announced the fact; `later(job)` writes a job in it.
"""

from __future__ import annotations

from cinnabar.feed import first_readers
from cinnabar.kit.events import Reaction, later
from cinnabar.media.events import PictureFailed, PictureReady
from cinnabar.moderation.events import CaseClosed, CaseReviewed, NoteDecided
from cinnabar.notes import jobs as notes
from cinnabar.notes.events import (
    AnswerChosen,
    AnswerTakenBack,
    Commented,
    CommentLiked,
    CommentRemoved,
    CommentUnliked,
    Liked,
    NoteDeleted,
    NoteEdited,
    NoteHidden,
    NotePublished,
    NoteRestored,
    Unliked,
)
from cinnabar.notes.pictures import take_sizes
from cinnabar.notes.proofs import grant_proofs, withdraw_proofs
from cinnabar.notifications import jobs as mails
from cinnabar.notifications import steps, telling
from cinnabar.orders.actions.basketing import bring_guest_basket
from cinnabar.orders.actions.paying import record_payment
from cinnabar.orders.events import (
    OrderCancelled,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    ParcelCorrected,
    ParcelDelivered,
    ParcelShipped,
)
from cinnabar.payments.events import PaymentPending, PaymentSucceeded, RefundBegun
from cinnabar.payments.jobs import remind_test_provider, send_refund
from cinnabar.people.events import (
    Blocked,
    ExportFailed,
    ExportReady,
    Followed,
    ProfileChanged,
    SignedIn,
    Unfollowed,
)
from cinnabar.people.pictures import wear_new_picture
from cinnabar.search import jobs as later_found
from cinnabar.search import reactions as found
from cinnabar.shop.events import ProductChanged, ProductDescribed, StaffInvited, StaffJoined
from cinnabar.trends import jobs as trends

REACTIONS: dict[type, tuple[Reaction, ...]] = {
    AnswerChosen: (telling.tell_answer,),
    AnswerTakenBack: (telling.untell_answer,),
    Blocked: (telling.part_bells, later(notes.part_talk)),
    CaseClosed: (telling.tell_outcome,),
    CaseReviewed: (telling.tell_review,),
    Commented: (telling.tell_comment,),
    CommentLiked: (telling.tell_comment_like,),
    CommentRemoved: (telling.forget_comment,),
    CommentUnliked: (telling.untell_comment_like,),
    ExportFailed: (telling.tell_export,),
    ExportReady: (telling.tell_export,),
    Followed: (telling.tell_follower,),
    Liked: (telling.tell_like,),
    NoteDecided: (telling.tell_decision,),
    NoteDeleted: (telling.forget_note, found.renew_note, later(trends.recount_note)),
    NoteEdited: (telling.tell_mentions, found.renew_note, later(trends.recount_withdrawn_note)),
    NoteHidden: (telling.forget_note, found.renew_note, later(trends.recount_note)),
    NotePublished: (telling.tell_mentions, found.renew_note, first_readers.open_first_readers),
    NoteRestored: (found.renew_note, later(trends.recount_note)),
    OrderRefunded: (withdraw_proofs, mails.tell_of_refund, steps.tell_refunded),
    ParcelDelivered: (grant_proofs, steps.tell_delivered),
    OrderCancelled: (steps.tell_cancelled,),
    OrderPaid: (later(mails.mail_paid), later(mails.mail_sale), steps.tell_paid),
    OrderPlaced: (),
    ParcelCorrected: (later(mails.mail_corrected), steps.tell_corrected),
    ParcelShipped: (later(mails.mail_shipped), steps.tell_shipped),
    PaymentPending: (remind_test_provider,),
    PaymentSucceeded: (record_payment,),
    PictureFailed: (),
    PictureReady: (wear_new_picture, take_sizes),
    ProductChanged: (
        later(notes.refresh_cards_with_product),
        found.renew_product,
        later(later_found.renew_notes_with_product),
    ),
    ProductDescribed: (found.renew_product, later(later_found.renew_notes_with_product)),
    ProfileChanged: (later(notes.refresh_cards_of_author), found.renew_person),
    RefundBegun: (later(send_refund),),
    SignedIn: (bring_guest_basket, found.welcome_person),
    StaffInvited: (telling.tell_invited,),
    StaffJoined: (later(notes.mark_own_goods),),
    Unfollowed: (telling.untell_follower,),
    Unliked: (telling.untell_like,),
}
