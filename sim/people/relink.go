package people

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

const (
	// morningSpread is how long after waking the mails of the night are answered.
	morningSpread = 2 * time.Hour
	// patience is how long an owner waits for pages to load.
	patience = time.Minute
	// maxRedirects is where browsers give up.
	maxRedirects = 10
	maxPageBytes = 64 << 10
)

// Linked is the outcome of a link that worked: the last page is 200 and carries
// data-outcome="linked".
const Linked = "linked"

// MailArrived tells an owner of a mail with a link; a mail without one asks for
// nothing. It is an error when nobody has the address.
func (p *People) MailArrived(to, link string) error {
	o, ok := p.byMail[strings.ToLower(to)]
	if !ok {
		return fmt.Errorf("mail to %s: no owner has this address", to)
	}
	if link == "" {
		return nil
	}
	now := p.config.Clock.Now()
	p.config.Observer.RelinkAsked(RelinkAsked{At: now, Mailbox: o.Mailbox})
	if !o.answers {
		return nil
	}
	o.mu.Lock()
	o.mails++
	n := o.mails
	o.link = link
	o.mu.Unlock()
	at := p.clickAt(o, now, n)
	p.run(func(ctx context.Context) {
		if sleepUntil(ctx, p.config.Clock, at) != nil || !o.click(ctx) || o.way != Twice {
			return
		}
		if sleepUntil(ctx, p.config.Clock, at.Add(twiceAfter)) == nil {
			o.open(ctx, link)
		}
	})
	return nil
}

// clickAt is when the n-th mail's link is followed: after a log-normal delay, and
// what falls into the night waits for the morning.
func (p *People) clickAt(o *owner, now time.Time, n uint64) time.Time {
	after := p.config.Owners.Relink.After
	at := now.Add(p.config.Seed.LogNormal(o.key, "relink.after", n, after.Median.D(), after.P95.D()))
	if morning := p.waking.Next(at); !morning.Equal(at) {
		at = morning.Add(p.config.Seed.Duration(o.key, "relink.morning", n, morningSpread))
	}
	return onLane(at, o.mailLane)
}

// click follows the link of the newest mail, unless that has been done, and says
// whether it did.
func (o *owner) click(ctx context.Context) bool {
	o.mu.Lock()
	link, done := o.link, o.followed == o.mails
	o.followed = o.mails
	o.mu.Unlock()
	if !done {
		o.open(ctx, link)
	}
	return !done
}

// open follows a link and tells how that ended.
func (o *owner) open(ctx context.Context, link string) {
	outcome := o.follow(ctx, link)
	if ctx.Err() != nil {
		return // the world ended meanwhile
	}
	c := o.people.config
	c.Observer.RelinkAnswered(RelinkAnswered{At: c.Clock.Now(), Mailbox: o.Mailbox, Outcome: outcome})
}

// follow loads pages until there is no further redirect and says how it ended.
// The text never holds an address: links are secrets.
func (o *owner) follow(ctx context.Context, link string) string {
	ctx, cancel := o.people.withPatience(ctx)
	defer cancel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err.Error()
	}
	client := &http.Client{Transport: o.people.config.Browser(o.Mailbox, o.way), Jar: jar, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		return nil
	}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return "a link that is no address"
	}
	res, err := client.Do(r)
	if err != nil {
		return withoutAddress(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(io.LimitReader(res.Body, maxPageBytes))
	if err != nil {
		return withoutAddress(err)
	}
	return outcome(res.StatusCode, string(page))
}

func withoutAddress(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}

// outcome is what the last page said.
func outcome(status int, page string) string {
	_, rest, found := strings.Cut(page, `data-outcome="`)
	said, _, closed := strings.Cut(rest, `"`)
	switch {
	case status == http.StatusOK && found && closed:
		return said
	case found && closed:
		return fmt.Sprintf("%d %s", status, said)
	}
	return fmt.Sprintf("%d %s", status, http.StatusText(status))
}

// withPatience ends the context after a while of the world's clock.
func (p *People) withPatience(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	p.run(func(context.Context) {
		if p.config.Clock.Sleep(ctx, patience) == nil {
			cancel()
		}
	})
	return ctx, cancel
}
