"""The queue of the webhooks, with a worker of its own: `python -m shared.worker feedback_router.webhooks`.

It lives beside the service's own queue because receivers take their time, and comments must not wait for that.
"""
