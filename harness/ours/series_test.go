package ours_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
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

// calendarWorld is the provider with one owner and a system that follows their
// calendar, judged by the reference model.
type calendarWorld struct {
	*testing.T
	owner  *mailbox.Mailbox
	model  *model.Model
	system sut.System
	id     sut.AccountID
}

// inCalendar lets do run in a bubble, in the zone of an owner of a provider.
func inCalendar(t *testing.T, at time.Time, provider string, factory sut.Factory, do func(*calendarWorld)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at))
		ctx, cancel := context.WithCancel(t.Context())
		w := &calendarWorld{T: t, model: model.New()}
		net, spec := w.provide(provider)
		env := sut.Env{
			HTTP: net.Transport(), Dial: net.Dial, PublicURL: "http://sync.example.com", Hosts: sut.Hosts{Mail: "mail.example.com:25"},
			Listen: func(addr string) (listener, error) { return net.Listen(addr) },
			Rand:   keyed.Seed(1).Uint64, Lane: lanesFrom(0), Log: slog.New(slog.DiscardHandler), Settings: json.RawMessage(`{"alerting": {"rules": "none.yml"}}`),
			ReadFile: func(string) ([]byte, error) { return []byte(quiet), nil },
		}
		var err error
		w.system, err = factory.Start(ctx, env)
		require.NoError(t, err)
		authorization := mailbox.IdentityPlatform
		w.id, err = w.system.Link(ctx, sut.AccountSpec{Mailbox: spec.ID, Provider: provider, Authorization: authorization, Email: spec.SignIn},
			identity.Browser(net.Transport(), spec.SignIn))
		require.NoError(t, err)
		do(w)
		cancel()
		require.NoError(t, w.system.Stop(context.Background()))
	})
}

type listener = net.Listener

func lanesFrom(n int) func(string) time.Duration {
	return func(string) time.Duration { n++; return time.Duration(n) }
}

func (w *calendarWorld) provide(provider string) (*network.Network, *mailbox.Spec) {
	w.Helper()
	clk, net := clock.System{}, &network.Network{} // no sinks: nobody is paged here
	store := mailbox.NewStore(clk, 1)
	store.OnChange(func(c mailbox.Change) { world.TellModel(w.model, store, c, time.Now().AddDate(0, 6, 0)) })
	spec := mailbox.Generate(1, []mailbox.FleetSpec{{Name: "owner", Provider: provider, Mailboxes: 1, Authorization: mailbox.IdentityPlatform, TimeZone: "Europe/London"}})[0]
	w.owner = store.Add(spec)
	signIn := &identity.Server{Clock: clk, Seed: 1, Mailboxes: func() []*mailbox.Spec { return []*mailbox.Spec{w.owner.Spec()} }}
	api := &outlook.Server{Store: store, Tokens: signIn, Clock: clk, Seed: 1, Unknown: func(what string) { w.Errorf("unknown: %s", what) }}
	for _, host := range identity.Hosts {
		net.Handle(host, signIn.Handler())
	}
	for _, host := range outlook.Hosts {
		net.Handle(host, api.Handler())
	}
	return net, &spec
}

// wrong is the model's objection to what the owner sees, one poll later.
func (w *calendarWorld) wrong() string {
	w.Helper()
	time.Sleep(16 * time.Minute)
	now := time.Now()
	span := sut.Window{From: now.AddDate(0, 0, -1), Until: now.AddDate(0, 0, 30)}
	s, err := w.system.Read(w.Context(), w.id, span)
	require.NoError(w, err)
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
// over both changes of the clock, by then and after them (promise C10).
func TestSeriesAreCachedAsTheyAre(t *testing.T) {
	for change, at := range clockChanges {
		for _, provider := range []string{mailbox.OutlookCom, mailbox.Microsoft365} {
			t.Run(change+"/"+provider, func(t *testing.T) {
				inCalendar(t, at, provider, ours.Factory{}, func(w *calendarWorld) {
					for _, step := range seriesSteps(w) {
						step.do()
						assert.Empty(t, w.wrong(), step.name)
					}
				})
				inCalendar(t, at, provider, ours.Factory{}, func(w *calendarWorld) {
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

// carelessSeries are ways not to have read how series are told (provider contract
// 3.5).
type carelessSeries struct {
	ignoresMasters     bool // takes a bare occurrence for all that there is of it
	keepsMissing       bool // believes that what is gone is always said to be
	forgetsOccurrences bool // removes a series' master, which it does not show, and no more
}

// carelessOfSeries starts the careless client with such ways.
type carelessOfSeries struct {
	careless
	ways carelessSeries
}

func (f carelessOfSeries) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s, err := f.careless.Start(ctx, env)
	if err == nil {
		s.(*carelessSystem).series = f.ways
	}
	return s, err
}

// What each way costs, and where it shows first. A client that has none of them
// comes through.
func TestCarelessOfSeries(t *testing.T) {
	for name, row := range map[string]struct {
		ways  carelessSeries
		step  string // where it is wrong first
		wrong string
	}{
		"Careful":            {carelessSeries{}, "", ""},
		"IgnoresMasters":     {carelessSeries{ignoresMasters: true}, "Create", `it shows ""`},
		"KeepsMissing":       {carelessSeries{keepsMissing: true}, "CancelOccurrence", "which is not in the calendar"},
		"ForgetsOccurrences": {carelessSeries{forgetsOccurrences: true}, "DeleteSeries", "which is not in the calendar"},
	} {
		t.Run(name, func(t *testing.T) {
			inCalendar(t, clockChanges["Forward"], mailbox.OutlookCom, carelessOfSeries{ways: row.ways}, func(w *calendarWorld) {
				step, wrong := "", ""
				for _, s := range seriesSteps(w) {
					s.do()
					if wrong = w.wrong(); wrong != "" {
						step = s.name
						break
					}
				}
				assert.Equal(t, row.step, step, wrong)
				assert.Contains(t, wrong, row.wrong)
			})
		})
	}
}
