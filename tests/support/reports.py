"""What mail servers send back, in the manner of several of them; written for these tests, no real mail is in here."""

import base64


def postfix(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    to: str = "ana@example.com",
    diagnostic: str | None = None,
) -> bytes:
    """As Postfix writes it: everything there, the headers of our message returned."""
    said = f"smtp; 550 {status} <{to}>: Recipient address\n    rejected: User unknown"
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: hola@faro.example
Subject: Undelivered Mail Returned to Sender
Message-Id: <20261120101500.4F2A1@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F2A1.1763633700/mx.example.net"

This is a MIME-encapsulated message.

--4F2A1.1763633700/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

--4F2A1.1763633700/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4F2A1
Arrival-Date: Fri, 20 Nov 2026 10:14:58 +0000 (UTC)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: {diagnostic or said}

--4F2A1.1763633700/mx.example.net
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <hola@faro.example>
From: Faro <hola@faro.example>
To: {to}
Subject: Tu contacto con nosotros
Message-ID: {message_id}

--4F2A1.1763633700/mx.example.net--
""".encode()


def exchange(message_id: str) -> bytes:
    """As Exchange writes it: CRLF, a byte-order mark in a base64 delivery status, an empty group, the message whole."""
    status = base64.encodebytes(
        "\ufeffReporting-MTA: dns;EX01.corp.example\r\n\r\n\r\n"
        "Final-Recipient: RFC822;Ana@Example.com\r\nAction: failed\r\nStatus: 5.1.10\r\n\r\n".encode()
    ).decode()
    original = base64.encodebytes(
        f"Subject: Tu contacto\r\nMessage-ID:\r\n {message_id}\r\n\r\nHola".encode()
    ).decode()
    text = f"""\
From: postmaster@corp.example
Subject: =?iso-8859-1?Q?No_se_puede_entregar=3A?=
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_x_"
MIME-Version: 1.0

--_000_x_
Content-Type: multipart/alternative; boundary="_001_x_"

--_001_x_
Content-Type: text/plain; charset="x-unknown-8bit"
Content-Transfer-Encoding: quoted-printable

No se pudo entregar a estos destinatarios=2E

--_001_x_--

--_000_x_
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

{status}
--_000_x_
Content-Type: message/rfc822
Content-Transfer-Encoding: base64

{original}
--_000_x_--
"""
    return text.replace("\n", "\r\n").encode()


def without_status(message_id: str) -> bytes:
    """As an old server writes it: no Status, one group for all, the reason in the other server's words."""
    return f"""\
\ufeffFrom: MAILER-DAEMON@old.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; old.example
Final-Recipient: rfc822; <ana@example.com>
Action: failed
Diagnostic-Code: smtp; 550 no such user here

--b
Content-Type: message/rfc822

Message-ID: {message_id}

Hola
--b--
""".encode()


def wrong_type(message_id: str) -> bytes:
    """As a gateway writes it that knows no MIME: all of it as text, bytes of another charset among it."""
    return (
        b"From: gateway@example.org\nSubject: fallo de entrega n\xba 7\nContent-Type: text/plain; charset=klingon\n\n"
        b"No se entreg\xf3 su mensaje.\n\nFinal-Recipient: rfc822; ana@example.com\nStatus: 5.1.1 (unknown)\n\n"
        + f"Message-ID: {message_id}\n".encode()
    )


def without_message(to: str) -> bytes:
    """As a server writes it that returns nothing of our message."""
    return f"""\
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Original-Recipient: rfc822;{to}
Final-Recipient: rfc822;forwarded@elsewhere.example
Action: failed
Status: 5.1.1
--b--
""".encode()


def abuse(message_id: str, kind: str = "abuse") -> bytes:
    """As a mailbox provider writes it when somebody presses "this is spam" (RFC 5965)."""
    return f"""\
From: <abusedesk@example.com>
Subject: FW: Tu contacto con nosotros
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

From: Faro <hola@faro.example>
To: <redacted@example.com>
Message-ID: {message_id}

Hola
--part1_13d.2e68ed54_boundary--
""".encode()


QMAIL = b"""\
From: MAILER-DAEMON@example.net
Subject: failure notice

Hi. This is the qmail-send program at example.net.
<ana@example.com>:
Sorry, no mailbox here by that name. (#5.1.1)
"""
