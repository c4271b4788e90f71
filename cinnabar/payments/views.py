"""The door for providers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cinnabar.payments import webhooks
from cinnabar.payments.actions import AmountDiffers, AnswerUnusable
from cinnabar.payments.choice import NoProvider
from cinnabar.payments.models import Payment
from cinnabar.payments.providers import BadWebhook


@csrf_exempt  # the signature says who speaks
@require_POST
def payment_webhook(request: HttpRequest, provider: str) -> HttpResponse:
    try:
        webhooks.receive(provider, request.headers, request.body)
    except BadWebhook as problem:
        return JsonResponse({"problem": str(problem)}, status=400)
    except AmountDiffers:
        return JsonResponse({"problem": "amount differs"}, status=422)
    except AnswerUnusable as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    except (NoProvider, Payment.DoesNotExist):
        raise Http404 from None
    return JsonResponse({"received": True})
