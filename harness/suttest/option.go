package suttest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"anchorage/harness/sut"
	"anchorage/harness/world"
)

// Option changes how a scenario is run.
type Option func(*request)

// Settings replaces the `system:` part of the scenario, so that a system can run
// through a file that was written for another. What such a file has the team
// deploy, enable or try is not translated: a system that is Operated has to refuse
// it, and is told so in the history. settings encodes to JSON as the factory's
// Settings decode from it.
func Settings(settings any) Option {
	return func(r *request) {
		encoded, err := json.Marshal(settings)
		if err != nil {
			panic(fmt.Sprintf("suttest: settings of type %T have no JSON: %v", settings, err))
		}
		r.Settings = encoded
	}
}

// Fleet runs a share of every fleet, above 0 and at most 1.
func Fleet(share float64) Option { return func(r *request) { r.Fleet = share } }

// Seed replaces the scenario's.
func Seed(seed uint64) Option { return func(r *request) { r.Seed = &seed } }

// Shipped runs the scenario of that name that comes with this module, instead of
// a file of one's own: Test(t, factory, "small.yaml", suttest.Shipped()).
func Shipped() Option {
	return func(r *request) { r.Job.Shipped, r.Job.Path = r.Job.Path, "" }
}

func newRequest(path string, options []Option) request {
	r := request{Job: world.Job{Path: path}}
	for _, o := range options {
		o(&r)
	}
	return r
}

// variants of the scenario.
func (r request) variants(factory sut.Factory) ([]string, error) {
	source, _, err := r.load(factory)
	if err != nil {
		return nil, err
	}
	return slices.Clone(source.Variants()), nil
}

// stall is the wall time without virtual progress after which a world is ended; 0
// is the worker's default.
type stall time.Duration

func (s stall) D() time.Duration { return time.Duration(s) }
