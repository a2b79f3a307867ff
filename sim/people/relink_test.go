package people_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/people"
)

// site is the system's relink flow: it counts visits and remembers a cookie over
// the redirect to the identity provider and back.
type site struct {
	mu     sync.Mutex
	visits map[string]int          // key: path and query
	ways   map[string][]people.Way // key: mailbox
}

func (s *site) browser(mailbox string, way people.Way) http.RoundTripper {
	s.mu.Lock()
	if s.ways == nil {
		s.ways = map[string][]people.Way{}
	}
	s.ways[mailbox] = append(s.ways[mailbox], way)
	s.mu.Unlock()
	return handlers{"sync.example.com": http.HandlerFunc(s.serve), "login.example.com": http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://sync.example.com/callback?who="+mailbox, http.StatusFound)
		})}
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	if s.visits == nil {
		s.visits = map[string]int{}
	}
	s.visits[r.URL.RequestURI()]++
	s.mu.Unlock()
	switch r.URL.Path {
	case "/relink":
		http.SetCookie(w, &http.Cookie{Name: "flow", Value: "1", Path: "/"})
		http.Redirect(w, r, "https://login.example.com/authorize", http.StatusFound)
	case "/callback":
		if _, err := r.Cookie("flow"); err != nil {
			http.Error(w, "no cookie", http.StatusBadRequest)
			return
		}
		fmt.Fprint(w, `<main data-outcome="linked">Your calendar is linked again.</main>`)
	case "/expired":
		w.WriteHeader(http.StatusGone)
		fmt.Fprint(w, `<main data-outcome="expired">This link has expired.</main>`)
	case "/down":
		http.Error(w, "down", http.StatusServiceUnavailable)
	case "/endless":
		http.Redirect(w, r, "/endless?secret=1", http.StatusFound)
	case "/silent":
		<-r.Context().Done()
	}
}

func relinking(s *site, share float64) func(*people.Config) {
	return func(c *people.Config) {
		c.Browser = s.browser
		c.Owners.Relink.Answer.UnmarshalText(fmt.Append(nil, share))
		c.Owners.Relink.After.Median.UnmarshalText([]byte("45m"))
		c.Owners.Relink.After.P95.UnmarshalText([]byte("16h"))
	}
}

func TestRelink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{}
		w := newTown(t, "2022-03-04T16:30:00Z", 200, relinking(s, 0.9))
		asked := map[string]time.Time{}
		for _, o := range w.config.Fleet {
			require.NoError(t, clock.System{}.Sleep(t.Context(), time.Minute))
			asked[o.Mailbox] = time.Now().UTC()
			require.NoError(t, w.people.MailArrived(o.Address, "http://sync.example.com/relink?for="+o.Mailbox))
		}
		w.until(t, "2023-03-04T00:00:00Z") // a log-normal delay has a long tail
		w.end()
		assert.Len(t, of[people.RelinkAsked](w.log), 200)
		answers := of[people.RelinkAnswered](w.log)
		assert.Len(t, answers, 180, "an exact quota")
		waking, inAnHour, mornings := people.Owners{}.Schedule(), 0, 0
		for _, a := range answers {
			assert.Equal(t, people.Linked, a.Outcome)
			assert.True(t, waking.Contains(a.At), "%s clicked at %v", a.Mailbox, a.At)
			assert.Equal(t, 1, s.visits["/relink?for="+a.Mailbox])
			if a.At.Sub(asked[a.Mailbox]) < time.Hour {
				inAnHour++
			}
			if a.At.Hour() < 9 {
				mornings++
			}
		}
		assert.Greater(t, inAnHour, 40)
		assert.Greater(t, mornings, 10, "clicks of the night are made up for in the morning")
	})
}

func TestRelinkOutcomes(t *testing.T) {
	for _, row := range []struct{ name, link, outcome string }{
		{"OK", "http://sync.example.com/relink", people.Linked},
		{"ErrExpired", "http://sync.example.com/expired", "410 expired"},
		{"ErrStatus", "http://sync.example.com/down?secret=1", "503 Service Unavailable"},
		{"ErrEndless", "http://sync.example.com/endless", "more than 10 redirects"},
		{"ErrNoHost", "http://nowhere.example.com/?secret=1", "no such host"},
		{"ErrNoAnswer", "http://sync.example.com/silent", "200 OK"},
		{"ErrNoAddress", "http://%zz", "a link that is no address"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newTown(t, "2022-03-04T09:00:00Z", 1, relinking(&site{}, 1))
				require.NoError(t, w.people.MailArrived("OUTLOOK-0001@mail.example.com", row.link))
				w.until(t, "2022-03-10T09:00:00Z")
				w.end()
				answers := of[people.RelinkAnswered](w.log)
				require.Len(t, answers, 1)
				assert.Equal(t, row.outcome, answers[0].Outcome)
				assert.NotContains(t, answers[0].Outcome, "secret")
			})
		})
	}
}

func TestRelinkMails(t *testing.T) {
	mails := func(t *testing.T, links ...string) (*site, *town) {
		s := &site{}
		w := newTown(t, "2022-03-04T09:00:00Z", 1, relinking(s, 1))
		for _, link := range links {
			require.NoError(t, w.people.MailArrived(w.config.Fleet[0].Address, link))
		}
		w.until(t, "2022-03-20T09:00:00Z")
		return s, w
	}
	t.Run("ErrUnknownOwner", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, w := mails(t)
			assert.EqualError(t, w.people.MailArrived("nobody@mail.example.com", "http://x.example.com"), "mail to nobody@mail.example.com: no owner has this address")
			w.end()
		})
	})
	t.Run("AskNothingWithoutALink", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, w := mails(t, "")
			w.end()
			assert.Empty(t, of[people.RelinkAsked](w.log))
			assert.Empty(t, of[people.RelinkAnswered](w.log))
		})
	})
	t.Run("OfTwoTheNewestIsFollowedOnce", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s, w := mails(t, "http://sync.example.com/relink?n=1", "http://sync.example.com/relink?n=2")
			w.end()
			assert.Equal(t, 0, s.visits["/relink?n=1"])
			assert.Equal(t, 1, s.visits["/relink?n=2"])
			assert.Len(t, of[people.RelinkAnswered](w.log), 1)
		})
	})
}
