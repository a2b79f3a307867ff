package engine

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// idle is a store, a provider and a meter that find nothing new, at no cost.
type idle struct {
	system.Store
	system.Client
}

func (idle) Account(context.Context, system.AccountID) (system.Account, error) {
	return system.Account{ID: "a", State: system.StateHealthy, Generation: 1, CalendarID: "calendar"}, nil
}
func (idle) Credential(context.Context, system.AccountID) (system.Credential, error) {
	return system.Credential{Generation: 1, Expiry: time.Now().AddDate(1, 0, 0)}, nil
}
func (idle) Cursor(context.Context, system.AccountID) (system.Cursor, error) {
	return system.Cursor{Link: "delta", Window: windowAt(time.Now(), system.Settings{}.WithDefaults().Sync)}, nil
}
func (idle) CommitRound(context.Context, system.Round) error { return nil }
func (idle) DefaultCalendar(context.Context, system.Access) (string, error) {
	return "calendar", nil
}
func (idle) Page(context.Context, system.Access, string, system.Window) (system.Page, error) {
	return system.Page{DeltaLink: "delta"}, nil
}

type deaf struct{ failed int }

func (*deaf) Request(system.Provider, string, string) {}
func (d *deaf) Round(_ system.Provider, result string) {
	if result != "ok" {
		d.failed++
	}
}
func (*deaf) Refresh(system.Provider, string) {}
func (*deaf) Relink(string)                   {}

// What the engine itself adds to a round that finds nothing new.
func BenchmarkUnchangedRound(b *testing.B) {
	meter, settings := &deaf{}, system.Settings{}.WithDefaults()
	e := New(Config{
		Store: idle{}, Client: idle{}, Meter: meter, Log: slog.New(slog.DiscardHandler),
		Settings: func() system.Settings { return settings },
		Choose:   func(system.RoutingSettings, system.Account) system.Hint { return system.HintNone },
	})
	p := newPoller(e, system.Account{ID: "a"}, cadence{})
	b.ReportAllocs()
	for b.Loop() {
		p.round(b.Context())
	}
	require.Zero(b, meter.failed)
}
