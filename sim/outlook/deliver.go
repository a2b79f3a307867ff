package outlook

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A receiver has ackLimit to say that it has a notice. Otherwise the notice comes
// again after each of retryAfterFailure, the last over and over, until giveUpAfter
// (provider contract 6; the first two waits are an assumption).
const (
	ackLimit    = 3 * time.Second
	giveUpAfter = 4 * time.Hour
)

func retryAfterFailure(failures int) time.Duration {
	switch failures {
	case 0:
		return 10 * time.Second
	case 1:
		return time.Minute
	}
	return 10 * time.Minute
}

// deliver sends the notices of one mailbox, one after the other, and then what has
// become due meanwhile.
func (s *Server) deliver(ctx context.Context, batch []*notice) {
	id := batch[0].change.Mailbox
	for ; batch != nil; batch = s.notices.next(id) {
		for _, n := range batch {
			s.attempt(ctx, n)
		}
	}
}

// attempt sends a notice once, and schedules the next attempt if nobody says to
// have it. A subscription that has gone meanwhile tells nothing.
func (s *Server) attempt(ctx context.Context, n *notice) {
	at := s.Clock.Now()
	expires, exists := s.subscriptions.expiry(n.to, at)
	if !exists || ctx.Err() != nil {
		return
	}
	status := s.send(ctx, n, expires)
	if ctx.Err() != nil {
		return // the world has ended, and with it the attempt
	}
	s.tellNotice(n, at, status)
	if status/100 == 2 {
		return
	}
	if n.first.IsZero() {
		n.first = at
	}
	n.due = at.Add(retryAfterFailure(n.retries))
	if n.retries++; !n.due.After(n.first.Add(giveUpAfter)) {
		s.notices.again(n)
	}
}

// send posts a notice and returns the status of the answer, 0 for none in time.
func (s *Server) send(ctx context.Context, n *notice, expires time.Time) int {
	ctx, cancel := s.within(ctx, ackLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, n.to.url, bytes.NewReader(n.body(s, expires)))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	w, err := s.Notify.RoundTrip(r)
	if err != nil {
		return 0
	}
	defer w.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(w.Body, maxReplyBytes)); err != nil || ctx.Err() != nil {
		return 0
	}
	return w.StatusCode
}

// body is the notice in the dialect of its subscription. That of Outlook REST is
// unconfirmed; its clientState is in the body here, and items are named by Me, as
// elsewhere, where the real one names the mailbox.
func (n *notice) body(s *Server, expires time.Time) []byte {
	x, id := n.to, n.change.Event.ID
	e := encoder{b: make([]byte, 0, 768), pascal: x.site.pascal}
	item, kind, notification := "Users/"+graphID(x.owner.Spec())+"/Events/"+id, "#Microsoft.Graph.Event", ""
	if x.site.pascal {
		item = "https://" + x.host + x.site.prefix + "/Me/Events('" + id + "')"
		kind, notification = "#Microsoft.OutlookServices.Event", "#Microsoft.OutlookServices.Notification"
	}
	e.open()
	e.list("value")
	e.open()
	if notification != "" {
		e.text("@odata.type", notification)
	}
	e.textField("id", s.guid(x.id, "notice", "notice tail", n.change.Seq))
	e.textField("subscriptionId", x.id)
	e.textField("subscriptionExpirationDateTime", expires.UTC().Format("2006-01-02T15:04:05.9999999-07:00"))
	e.enumField("changeType", n.change.Kind)
	e.textField("clientState", x.clientState)
	if x.site.pascal {
		e.intField("sequenceNumber", int(n.change.Seq))
	} else {
		e.textField("tenantId", noticeTenant(x))
	}
	e.textField("resource", item)
	e.name("resourceData")
	e.open()
	e.text("@odata.type", kind)
	e.text("@odata.id", item)
	e.text("@odata.etag", n.change.Event.ETag())
	e.name("id")
	e.value(id)
	e.close()
	e.close()
	e.closeList()
	e.close()
	return e.b
}

// noticeTenant is "" for consumers, which is unconfirmed.
func noticeTenant(x *subscription) string {
	s := x.owner.Spec()
	if mailboxTenant(s) == s.TID {
		return s.TID
	}
	return ""
}

func addressHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
