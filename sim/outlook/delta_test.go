package outlook_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// dialects are what synchronisation looks like in each.
var dialects = []struct {
	name, token, begin string
	pascal             bool
}{
	{"OutlookREST", "/rest", "https://outlook.office.com/api/v2.0/me/calendarview?" + window, true},
	{"Graph", "/graph", "https://graph.microsoft.com/v1.0/me/calendarView/delta?" + window, false},
}

// follower synchronises as the contract asks of a client.
type follower struct {
	*fixture
	token, prefer string
	pascal        bool
	link          string
	cache         map[string]string // subject by id
	pages         []reply           // of the last round
}

func (f *fixture) follow(m *mailbox.Mailbox, dialect int) *follower {
	d := dialects[dialect]
	return &follower{fixture: f, token: m.Spec().ID + d.token, pascal: d.pascal, link: d.begin,
		prefer: "odata.track-changes, odata.maxpagesize=3", cache: map[string]string{}}
}

// round reads pages up to the delta link. The first answer of Outlook REST always
// has one, and the round goes on behind it.
func (w *follower) round() {
	w.Helper()
	w.pages = nil
	begins := w.pascal && !strings.Contains(w.link, "token=")
	for {
		r := w.get(w.token, w.link, "Prefer", w.prefer)
		require.Equal(w, http.StatusOK, r.status, r.text)
		w.pages = append(w.pages, r)
		w.take(r)
		next, last := r.string("@odata.nextLink"), r.string("@odata.deltaLink")
		require.True(w, (next == "") != (last == ""), "one link: %s", r.text)
		w.link = next + last
		if last != "" && !begins {
			return
		}
		begins = false
	}
}

func (w *follower) take(r reply) {
	for _, item := range r.items() {
		id, _ := item["id"].(string)
		if w.pascal {
			if item["reason"] == "deleted" {
				id = strings.TrimSuffix(strings.TrimPrefix(id, "CalendarView('"), "')")
				delete(w.cache, id)
				continue
			}
			w.cache[item["Id"].(string)] = item["Subject"].(string)
			continue
		}
		assert.Equal(w, "#microsoft.graph.event", item["@odata.type"])
		if removed, ok := item["@removed"].(map[string]any); ok {
			assert.Equal(w, "deleted", removed["reason"])
			assert.Len(w, item, 3, "a removed item has nothing else")
			delete(w.cache, id)
			continue
		}
		w.cache[id] = item["subject"].(string)
	}
}

func (w *follower) assertExact(m *mailbox.Mailbox) {
	w.Helper()
	want := map[string]string{}
	for _, e := range m.View(time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2022, 4, 1, 0, 0, 0, 0, time.UTC)) {
		want[e.ID] = e.Subject
	}
	assert.Equal(w, want, w.cache)
}

func eachDialect(t *testing.T, test func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower)) {
	for i, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			test(t, f, m, f.follow(m, i))
		})
	}
}

func TestRounds(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		events := f.fill(m, 8)
		w.round()
		assert.GreaterOrEqual(t, len(w.pages), 3, "8 items, 3 a page")
		assert.Len(t, w.cache, 8)
		w.assertExact(m)

		w.round()
		require.Len(t, w.pages, 1)
		assert.Empty(t, w.pages[0].items(), "nothing is new")

		_, err := m.Update(events[0].ID, func(e *mailbox.Event) { e.Subject = "changed" })
		require.NoError(t, err)
		require.NoError(t, m.Delete(events[1].ID))
		_, err = m.Update(events[2].ID, func(e *mailbox.Event) { e.Start, e.End = e.Start.AddDate(1, 0, 0), e.End.AddDate(1, 0, 0) })
		require.NoError(t, err)
		w.round()
		assert.Len(t, w.pages[0].items(), 3)
		assert.Len(t, w.cache, 6)
		w.assertExact(m)

		_, err = m.Update(events[2].ID, func(e *mailbox.Event) { e.Start, e.End = e.Start.AddDate(-1, 0, 0), e.End.AddDate(-1, 0, 0) })
		require.NoError(t, err)
		w.round()
		assert.Len(t, w.cache, 7, "moved back into the window")
		w.assertExact(m)
	})
}

func TestRoundTellsOfWhatIsOutsideTheWindow(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		far := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
		outside := mailbox.Event{Start: far, End: far.Add(time.Hour)}
		_, err := m.Create(outside)
		require.NoError(t, err)
		w.round()
		assert.NotContains(t, w.pages[0].text, "deleted", "a first round removes nothing")
		_, err = m.Create(outside)
		require.NoError(t, err)
		w.round()
		require.Len(t, w.pages[0].items(), 1)
		assert.Contains(t, w.pages[0].text, "deleted")
		assert.Empty(t, w.cache)
	})
}

func TestRoundWindowEdges(t *testing.T) {
	first, last := time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2022, 4, 1, 0, 0, 0, 0, time.UTC)
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		for subject, at := range map[string]time.Time{"ends at its start": first.Add(-time.Hour), "begins at its start": first,
			"ends at its end": last.Add(-time.Hour), "begins at its end": last} {
			_, err := m.Create(mailbox.Event{Subject: subject, Start: at, End: at.Add(time.Hour)})
			require.NoError(t, err)
		}
		w.round()
		var shown []string
		for _, subject := range w.cache {
			shown = append(shown, subject)
		}
		assert.ElementsMatch(t, []string{"begins at its start", "ends at its end"}, shown)
	})
}

func TestFirstPage(t *testing.T) {
	t.Run("OutlookREST has a delta link although there is more", func(t *testing.T) {
		f := newFixture(t)
		m := f.pick(kind(mailbox.Standard, true))
		f.fill(m, 8)
		w := f.follow(m, 0)
		r := f.get(w.token, w.link, "Prefer", w.prefer)
		assert.Len(t, r.items(), 3)
		assert.NotEmpty(t, r.string("@odata.deltaLink"))
		assert.Empty(t, r.string("@odata.nextLink"))
		assert.Equal(t, "odata.track-changes, odata.maxpagesize=3", r.header.Get("Preference-Applied"))
		assert.False(t, f.last().RoundComplete, "most of it has not been told")
		assert.Equal(t, "https://outlook.office.com/api/v2.0/$metadata#Me/CalendarView", r.string("@odata.context"))

		r = f.get(w.token, r.string("@odata.deltaLink"), "Prefer", w.prefer)
		assert.Len(t, r.items(), 3)
		assert.NotEmpty(t, r.string("@odata.nextLink"))
		assert.NotContains(t, r.header.Get("Preference-Applied"), "track-changes")
		assert.Equal(t, "https://outlook.office.com/api/v2.0/$metadata#Me/CalendarView/$delta", r.string("@odata.context"))
	})
	t.Run("Graph may begin with an empty one", func(t *testing.T) {
		f := newFixture(t)
		empty := 0
		for _, m := range f.store.All() {
			f.fill(m, 2)
			w := f.follow(m, 1)
			w.round()
			w.assertExact(m)
			assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#Collection(event)", w.pages[0].string("@odata.context"))
			assert.Contains(t, w.pages[0].header.Get("Preference-Applied"), "odata.track-changes")
			if len(w.pages) == 2 {
				empty++
				assert.Empty(t, w.pages[0].items())
				assert.NotEmpty(t, w.pages[0].string("@odata.nextLink"))
			}
		}
		assert.Positive(t, empty)
		assert.Less(t, empty, len(f.store.All()))
	})
}

func TestLinks(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		f.fill(m, 8)
		w.round()
		for _, page := range w.pages {
			link, err := url.Parse(page.string("@odata.nextLink") + page.string("@odata.deltaLink"))
			require.NoError(t, err)
			assert.True(t, link.IsAbs())
			for _, s := range []string{m.Spec().ID, m.Spec().MailboxGUID, m.Spec().SignIn} {
				assert.NotContains(t, link.String(), s, "opaque")
			}
			assert.Equal(t, w.pascal, link.Query().Has("startDateTime"), "only Outlook REST keeps the window in the address")
		}
	})
}

func TestGone(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		f.fill(m, 8)
		w.round()
		other := f.pick(kind(mailbox.CustomDomain, false))
		foreign := f.follow(other, map[bool]int{true: 0, false: 1}[w.pascal])
		foreign.round()
		gone := func(t *testing.T, link string) {
			t.Helper()
			r := f.get(w.token, link, "Prefer", w.prefer)
			assert.Equal(t, http.StatusGone, r.status, r.text)
			assert.Equal(t, "SyncStateNotFound", r.code())
			assert.Equal(t, "SyncStateNotFound", f.last().Code)
			assert.False(t, f.last().RoundComplete)
		}
		t.Run("ErrForeignToken", func(t *testing.T) { gone(t, foreign.link) })
		t.Run("ErrForgedToken", func(t *testing.T) { gone(t, w.link[:len(w.link)-9]+"forgedBit") })
		t.Run("ErrNoToken", func(t *testing.T) { gone(t, w.link[:strings.Index(w.link, "token=")]+"token=x") })
		t.Run("ErrDeltaTokenAsSkipToken", func(t *testing.T) { gone(t, strings.Replace(w.link, "deltatoken", "skiptoken", 1)) })
		t.Run("ErrExpired", func(t *testing.T) {
			m.ForgetChanges()
			gone(t, w.link)
		})
		w.link, w.cache = dialects[map[bool]int{true: 0, false: 1}[w.pascal]].begin, map[string]string{}
		w.round()
		w.assertExact(m)
	})
}

func TestTokensOfTheOtherDialect(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	rest, graph := f.follow(m, 0), f.follow(m, 1)
	rest.round()
	graph.round()
	_, token, _ := strings.Cut(rest.link, "token=")
	head, _, _ := strings.Cut(graph.link, "token=")
	assert.Equal(t, http.StatusGone, f.get(graph.token, head+"token="+token).status)
}

func TestRESTWindowMayGrow(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	f.fill(m, 40)
	w := f.follow(m, 0)
	w.round()
	assert.Len(t, w.cache, 31)
	later := strings.Replace(w.link, "endDateTime=2022-04-01", "endDateTime=2022-04-05", 1)
	earlier := strings.Replace(w.link, "endDateTime=2022-04-01", "endDateTime=2022-03-05", 1)
	moved := strings.Replace(w.link, "startDateTime=2022-03-01", "startDateTime=2022-03-02", 1)
	assert.Equal(t, http.StatusGone, f.get(w.token, earlier).status)
	assert.Equal(t, http.StatusGone, f.get(w.token, moved).status)
	w.link = later
	w.round()
	assert.Len(t, w.cache, 35)
}

func TestRESTOptionsThatSynchronisationRefuses(t *testing.T) {
	f := newFixture(t)
	w := f.follow(f.pick(kind(mailbox.Standard, true)), 0)
	for _, option := range []string{"$select=Subject", "$top=3", "$skip=1", "$count=true"} {
		r := f.get(w.token, w.link+"&"+option, "Prefer", w.prefer)
		assert.Equal(t, http.StatusBadRequest, r.status)
		assert.Equal(t, "ErrorInvalidRequest", r.code())
	}
}

func TestRoundNeedsAWindow(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		base, _, _ := strings.Cut(w.link, "?")
		for _, query := range []string{"", "?startDateTime=2022-03-01", "?startDateTime=2022-03-02&endDateTime=2022-03-01",
			"?startDateTime=yesterday&endDateTime=2022-03-01"} {
			r := f.get(w.token, base+query, "Prefer", w.prefer)
			assert.Equal(t, http.StatusBadRequest, r.status, query)
			assert.Equal(t, "ErrorInvalidParameter", r.code())
		}
	})
}

func TestRoundsOfACalendar(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		f.fill(m, 4)
		w.link = strings.Replace(w.link, "/me/", "/me/calendars/"+m.DefaultCalendar().ID+"/", 1)
		w.round()
		w.assertExact(m)
		assert.Contains(t, w.link, m.DefaultCalendar().ID)
	})
}

func TestRoundComplete(t *testing.T) {
	eachDialect(t, func(t *testing.T, f *fixture, m *mailbox.Mailbox, w *follower) {
		f.fill(m, 8)
		w.round()
		var complete []bool
		for _, x := range f.journal {
			assert.Equal(t, journal.Delta, x.Operation)
			complete = append(complete, x.RoundComplete)
		}
		for i, done := range complete {
			assert.Equal(t, i == len(complete)-1, done, "page %d of %d", i+1, len(complete))
		}
		w.round()
		assert.True(t, f.last().RoundComplete)
	})
}
