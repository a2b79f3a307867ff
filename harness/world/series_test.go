package world_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/model"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/world"
	"anchorage/sim/clock"
	"anchorage/sim/identity"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
	"anchorage/sim/outlook"
)

// calendarWorld is the provider with one owner and somebody who follows their
// calendar, judged by the reference model.
type calendarWorld struct {
	*testing.T
	owner *mailbox.Mailbox
	model *model.Model
	http  http.RoundTripper
	read  func(sut.Window) sut.Snapshot
}

// inCalendar lets do run in a bubble from an instant on, with an owner in London.
func inCalendar(t *testing.T, at time.Time, provider string, do func(*calendarWorld, *network.Network)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at))
		w := &calendarWorld{T: t, model: model.New()}
		net := w.provide(provider)
		w.http = net.Transport()
		do(w, net)
	})
}

// inSystem is inCalendar with our system, which has linked the owner's account.
func inSystem(t *testing.T, at time.Time, provider string, do func(*calendarWorld)) {
	t.Helper()
	inCalendar(t, at, provider, func(w *calendarWorld, net *network.Network) {
		ctx, cancel := context.WithCancel(w.Context())
		lanes := 0
		system, err := ours.Factory{}.Start(ctx, sut.Env{
			HTTP: w.http, Dial: net.Dial, PublicURL: "http://sync.example.com", Hosts: sut.Hosts{Mail: "mail.example.com:25"},
			Listen: func(addr string) (listener, error) { return net.Listen(addr) },
			Rand:   keyed.Seed(1).Uint64, Lane: func(string) time.Duration { lanes++; return time.Duration(lanes) },
			Log: slog.New(slog.DiscardHandler), Settings: json.RawMessage(`{"alerting": {"rules": "none.yml"}}`),
			ReadFile: func(string) ([]byte, error) { return []byte(quiet), nil },
		})
		require.NoError(w, err)
		spec := w.owner.Spec()
		id, err := system.Link(ctx, sut.AccountSpec{Mailbox: spec.ID, Provider: provider, Authorization: spec.Authorization, Email: spec.SignIn},
			identity.Browser(w.http, spec.SignIn))
		require.NoError(w, err)
		w.read = func(span sut.Window) sut.Snapshot {
			s, err := system.Read(ctx, id, span)
			require.NoError(w, err)
			return s
		}
		do(w)
		cancel()
		require.NoError(w, system.Stop(context.Background()))
	})
}

type listener = net.Listener

func (w *calendarWorld) provide(provider string) *network.Network {
	w.Helper()
	clk, net := clock.System{}, &network.Network{} // no sinks: nobody is paged here
	store := mailbox.NewStore(clk, 1)
	store.OnChange(func(c mailbox.Change) { world.TellModel(w.model, store, c, time.Now().AddDate(0, 6, 0)) })
	spec := mailbox.Generate(1, []mailbox.FleetSpec{{Name: "owner", Provider: provider, Mailboxes: 1, Authorization: mailbox.IdentityPlatform, TimeZone: "Europe/London"}})[0]
	w.owner = store.Add(spec)
	signIn := &identity.Server{Clock: clk, Seed: 1, Mailboxes: func() []*mailbox.Spec { return []*mailbox.Spec{w.owner.Spec()} }}
	api := &outlook.Server{Store: store, Tokens: reading{signIn, spec.ID}, Clock: clk, Seed: 1, Unknown: func(what string) { w.Errorf("unknown: %s", what) }}
	for _, host := range identity.Hosts {
		net.Handle(host, signIn.Handler())
	}
	for _, host := range outlook.Hosts {
		net.Handle(host, api.Handler())
	}
	return net
}

// wrong is the model's objection to what the owner sees, one poll later.
func (w *calendarWorld) wrong() string {
	w.Helper()
	time.Sleep(16 * time.Minute)
	now := time.Now()
	span := sut.Window{From: now.AddDate(0, 0, -1), Until: now.AddDate(0, 0, 30)}
	s := w.read(span)
	items := make([]model.Item, len(s.Events))
	for i, e := range s.Events {
		items[i] = model.Item{ID: e.ID, Value: model.Value{Subject: e.Subject, Start: e.Start, End: e.End, ShowAs: e.Busy}}
	}
	return w.model.Judge(w.owner.Spec().ID, span.From, span.Until, s.AsOf, now, items)
}

// shown is what the provider shows of the coming two weeks.
func (w *calendarWorld) shown() []mailbox.Event {
	return w.owner.View(time.Now(), time.Now().AddDate(0, 0, 14))
}

// quiet are alert rules that are cheap and tell nobody.
const quiet = "groups: [{name: quiet, interval: 1h, rules: [{record: quiet, expr: vector(1)}]}]"

// clockChanges are a few days before the clocks of London go forward, and back.
var clockChanges = map[string]time.Time{
	"Forward": time.Date(2024, 3, 28, 6, 0, 0, 0, time.UTC),
	"Back":    time.Date(2024, 10, 24, 6, 0, 0, 0, time.UTC),
}

// manySeries are of each kind, in and around the hours that are missing or doubled.
func manySeries(at time.Time) []mailbox.Event {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	y, m, d := at.Date()
	begin := func(hour, minute int) time.Time { return time.Date(y, m, d, hour, minute, 0, 0, london) }
	series := func(subject string, start time.Time, length time.Duration, r mailbox.Recurrence) mailbox.Event {
		return mailbox.Event{Subject: subject, Start: start, End: start.Add(length), TimeZone: "Europe/London", Recurrence: &r}
	}
	days := series("all day", begin(0, 0), 0, mailbox.Recurrence{Type: mailbox.Daily, Interval: 3})
	days.AllDay, days.End = true, time.Date(y, m, d+1, 0, 0, 0, 0, london)
	abroad := series("abroad", begin(14, 0), time.Hour, mailbox.Recurrence{Type: mailbox.Daily, TimeZone: "America/New_York"})
	return []mailbox.Event{
		days, abroad,
		series("stand-up", begin(9, 0), 30*time.Minute, mailbox.Recurrence{Type: mailbox.Daily}),
		series("missing or doubled", begin(1, 30), time.Hour, mailbox.Recurrence{Type: mailbox.Daily, Count: 9}),
		series("over the change", begin(0, 30), 2*time.Hour, mailbox.Recurrence{Type: mailbox.Daily, Until: mailbox.DayOf(at) + 10}),
		series("last Friday", begin(16, 0), time.Hour, mailbox.Recurrence{Type: mailbox.RelativeMonthly, Index: mailbox.Last, Days: []time.Weekday{time.Friday}}),
		series("31st", begin(11, 0), time.Hour, mailbox.Recurrence{Type: mailbox.AbsoluteMonthly, DayOfMonth: 31}),
	}
}

// seriesSteps is the life of a calendar with series, one change a step.
func seriesSteps(w *calendarWorld) []struct {
	name string
	do   func()
} {
	var masters []mailbox.Event
	moved := func(e *mailbox.Event) { e.Start, e.End = e.Start.Add(20*time.Minute), e.End.Add(20*time.Minute) }
	update := func(id string, edit func(*mailbox.Event)) {
		_, err := w.owner.Update(id, edit)
		require.NoError(w, err)
	}
	nth := func(n int) mailbox.Event {
		var own []mailbox.Event
		for _, e := range w.shown() {
			if e.SeriesID == masters[2].ID {
				own = append(own, e)
			}
		}
		return own[n]
	}
	return []struct {
		name string
		do   func()
	}{
		{"Create", func() {
			for _, e := range manySeries(time.Now()) {
				made, err := w.owner.Create(e)
				require.NoError(w, err)
				masters = append(masters, made)
			}
		}},
		{"MoveOccurrence", func() { update(nth(4).ID, moved) }},
		{"RenameOccurrence", func() { update(nth(5).ID, func(e *mailbox.Event) { e.Subject = "retrospective" }) }},
		{"CancelOccurrence", func() { require.NoError(w, w.owner.Delete(nth(3).ID)) }},
		{"CancelException", func() { require.NoError(w, w.owner.Delete(nth(3).ID)) }}, // the moved one, after the cancelled one
		{"RenameSeries", func() { update(masters[2].ID, func(e *mailbox.Event) { e.Subject = "round" }) }},
		{"MoveSeries", func() { update(masters[2].ID, moved) }},
		{"DeleteSeries", func() { require.NoError(w, w.owner.Delete(masters[3].ID)) }},
		{"MakeSingle", func() { update(masters[4].ID, func(e *mailbox.Event) { e.Recurrence = nil }) }},
		{"DeleteAll", func() {
			for _, e := range w.owner.Events() {
				require.NoError(w, w.owner.Delete(e.ID))
			}
		}},
	}
}

// A cache of either dialect equals the reference after every change of a series,
// over both changes of the clock, by then and after them (promise C10). Without
// ANCHORAGE_FULL=1 each dialect meets one of them.
func TestSeriesAreCachedAsTheyAre(t *testing.T) {
	for change, at := range clockChanges {
		for _, provider := range []string{mailbox.OutlookCom, mailbox.Microsoft365} {
			if (change == "Forward") != (provider == mailbox.OutlookCom) && !full() {
				continue
			}
			t.Run(change+"/"+provider, func(t *testing.T) {
				inSystem(t, at, provider, func(w *calendarWorld) {
					for _, step := range seriesSteps(w) {
						step.do()
						assert.Empty(t, w.wrong(), step.name)
					}
				})
				inSystem(t, at, provider, func(w *calendarWorld) {
					seriesSteps(w)[0].do()
					for range 3 {
						require.NotEmpty(t, w.shown())
						assert.Empty(t, w.wrong(), "as the days go by")
						time.Sleep(24 * time.Hour)
					}
				})
			})
		}
	}
}
