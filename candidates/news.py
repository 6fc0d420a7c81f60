"""What candidates announce; sent inside the transaction of the change it tells of."""

from django.dispatch import Signal

interview_news = Signal()  # event: InterviewEvent
attempt_news = Signal()  # attempt: InviteAttempt
candidacy_tied = Signal()  # candidacy: Candidacy, whose profile URL was set or changed
