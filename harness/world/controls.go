package world

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"anchorage/harness/sut"
	"anchorage/sim/people"
)

type roundTripper = http.RoundTripper

// errCannot is told when a scenario orders what the system is not able to do.
var errCannot = errors.New("the system under test has no such control")

// controls hands the team's orders to the system.
type controls struct{ system *running }

func (c controls) operated() (sut.Operated, error) {
	system, err := c.system.get()
	if err != nil {
		return nil, err
	}
	if o, ok := system.(sut.Operated); ok {
		return o, nil
	}
	return nil, errCannot
}

func (c controls) Deploy(ctx context.Context, settings json.RawMessage) error {
	return c.order(ctx, order{sut.Operated.Deploy, settings})
}

func (c controls) Enable(ctx context.Context, settings json.RawMessage) error {
	return c.order(ctx, order{sut.Operated.Enable, settings})
}

// order changes settings for good.
func (c controls) order(ctx context.Context, o order) error {
	system, err := c.operated()
	if err != nil {
		return err
	}
	if err := o.change(system, ctx, o.settings); err != nil {
		return err
	}
	c.system.remember(o)
	return nil
}

func (c controls) Try(ctx context.Context, settings json.RawMessage, lasts time.Duration) error {
	o, err := c.operated()
	if err != nil {
		return err
	}
	return o.Try(ctx, settings, lasts)
}

func (c controls) Relink(ctx context.Context, campaign people.Campaign) error {
	system, err := c.system.get()
	if err != nil {
		return err
	}
	r, ok := system.(sut.Relinker)
	if !ok {
		return errCannot
	}
	return r.Relink(ctx, sut.RelinkCampaign{Select: campaign.Select, PerHour: campaign.PerHour.F()})
}

// peopleConfig brings the people into the world.
func (w *world) peopleConfig(c sut.Capabilities) people.Config {
	fleet := make([]people.Owner, len(w.specs))
	for i, s := range w.specs {
		m, _ := w.provider.store.Get(s.ID)
		fleet[i] = people.Owner{Mailbox: s.ID, Provider: s.Provider, Address: s.SignIn, Calendar: calendar{m}}
	}
	var writes people.Writer
	if c.Writes {
		writes = writer{w.accounts}
	}
	return people.Config{
		Clock: w.clock, Seed: w.seed, Lane: w.lanes.Lane, Poll: c.Poll,
		Owners: w.File.Owners, Team: w.File.Team, Steps: w.File.Operators, Fleet: fleet,
		Reader: w.accounts, Writer: writes, Controls: controls{w.system}, HTTP: w.network.Transport(), Browser: w.browser, Observer: observer{w},
		DeskURL: "http://" + hostDesk + "/api/tickets", PageURL: "http://" + hostStatus + "/api/updates",
	}
}
