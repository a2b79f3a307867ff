package world

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/model"
	"anchorage/harness/sut"
	"anchorage/scenarios"
	"anchorage/sim/clock"
	"anchorage/sim/keyed"
	"anchorage/sim/lane"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
	"anchorage/sim/people"
)

// Config is one world.
type Config struct {
	File     *scenarios.File
	Variant  string
	Factory  sut.Factory
	ReadFile func(name string) ([]byte, error) // files beside the scenario's; nil: there are none
	Progress func(Progress)                    // told every ten virtual minutes; may be nil
	Trace    string                            // a mailbox whose every request the history is to hold; "" for none
	Log      *slog.Logger                      // of the system under test; nil discards it
}

// world is a running one.
type world struct {
	Config
	seed     keyed.Seed
	clock    clock.Clock
	lanes    lane.Allocator
	specs    []mailbox.Spec
	subjects map[numbered]string // of generated events
	members  members
	network  *network.Network
	provider *provider
	sinks    *sinkSet
	recorder *history.Recorder
	model    *model.Model
	secrets  secrets
	system   *running
	accounts *accounts
	people   *people.People
}

// Run lives through a world. Call it inside a bubble whose clock is not yet past
// the scenario's start. The error is one of assembling; what happens in the world
// is told by the history.
func Run(ctx context.Context, c Config) (*history.History, error) {
	from, until := c.File.Clock.From.Time, c.File.Clock.Until.Time
	if time.Now().After(from) {
		return nil, fmt.Errorf("world: the clock stands at %s, after the scenario's start %s", time.Now().UTC().Format(time.RFC3339), from.Format(time.RFC3339))
	}
	time.Sleep(time.Until(from))
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.ReadFile == nil {
		c.ReadFile = func(name string) ([]byte, error) {
			return nil, fmt.Errorf("%s: the scenario has no files beside it", name)
		}
	}
	w := &world{Config: c, seed: keyed.Seed(c.File.Seed), clock: clock.System{}, network: &network.Network{}, model: model.New()}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := w.assemble(ctx); err != nil {
		return nil, err
	}
	w.start(ctx)
	w.watch(until)
	w.accounts.askAboutAllWrites(ctx)
	w.accounts.askWhomNothingHelps(ctx)
	w.accounts.compareAll(ctx)
	w.recorder.Close()
	cancel()
	if err := w.stop(); err != nil {
		return nil, err
	}
	return w.recorder.Finish(w.provider.summaries()), nil
}

// assemble builds every part; nothing acts yet but the system, which starts
// without accounts.
func (w *world) assemble(ctx context.Context) error {
	capabilities, err := w.capabilities()
	if err != nil {
		return fmt.Errorf("world: settings: %w", err)
	}
	w.specs = mailbox.Generate(w.seed, fleets(w.File))
	w.members = membersOf(w.specs, w.File)
	w.recorder = history.NewRecorder(w.header(capabilities))
	w.network.Unknown = w.violation
	if w.provider, err = w.newProvider(); err != nil {
		return fmt.Errorf("world: %w", err)
	}
	if w.sinks, err = w.newSinks(); err != nil {
		return fmt.Errorf("world: %w", err)
	}
	if w.system, err = w.newRunning(ctx); err != nil {
		w.sinks.stop() // they listen already
		return fmt.Errorf("world: starting the system: %w", err)
	}
	w.accounts = newAccounts(w)
	w.people = people.New(w.peopleConfig(capabilities))
	return nil
}

func (w *world) env() sut.Env {
	settings := w.File.System
	if settings == nil {
		settings = json.RawMessage("{}")
	}
	return sut.Env{
		HTTP: w.network.Transport(), Dial: w.network.Dial,
		Listen:    func(addr string) (listener, error) { return w.network.Listen(addr) },
		PublicURL: "http://" + hostSystem, Rand: w.seed.Uint64, Lane: func(entity string) time.Duration { return w.lanes.Lane("system/" + entity) },
		Log: slog.New(searched{w.Log.Handler(), func(text string) { w.search("the log of the system", text) }}), Settings: settings, ReadFile: w.ReadFile, Hosts: sut.Hosts{Mail: hostMail},
	}
}

// start lets everybody act.
func (w *world) start(ctx context.Context) {
	w.provider.api.Start(ctx) // the calendars are full: only what changes from now on is told
	w.sinks.start(ctx)
	w.system.start(ctx)
	w.accounts.start(ctx)
	w.people.Start(ctx)
}

// stop ends everything that was started; what does not end keeps the bubble from
// ending, which is told as a leak.
func (w *world) stop() error {
	ended("owners and team have not ended", w.people.Wait)
	ended("accounts are still being linked", w.accounts.wait)
	ended("subscribers are still being notified", w.provider.stop)
	var err error
	ended("the system has not stopped", func() { err = w.system.stop() })
	w.sinks.stop()
	if err != nil {
		return fmt.Errorf("world: stopping the system: %w", err)
	}
	return nil
}

// violation notes what must never happen in a world.
func (w *world) violation(what string) {
	w.tell(w.clock.Now(), "network", history.Violation{What: what})
}
