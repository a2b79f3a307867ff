package suttest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"anchorage/harness/history"
	"anchorage/harness/sut"
	"anchorage/harness/worker"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// systemVariable names the system that a worker runs.
const systemVariable = "ANCHORAGE_SUTTEST_SYSTEM"

// request is one world to be run by a worker.
type request struct {
	world.Job
	Settings json.RawMessage `json:"settings,omitempty"` // instead of the file's `system:`
	Sockets  bool            `json:"sockets,omitempty"`  // whether to look for real ones
	worlds   int             // that Explore lives through
	kills    bool            // whether the system is killed in these
}

// result is what a worker finds beside the history.
type result struct {
	Sockets []string `json:"sockets,omitempty"` // lines that use one, in order of their first use
}

// Serve turns this process into a worker when it was started as one, and does not
// return then. Call it first thing in TestMain with every factory that the
// package tests.
func Serve(factories ...sut.Factory) {
	name, worker := os.LookupEnv(systemVariable)
	if !worker {
		return
	}
	os.Unsetenv(systemVariable)
	for _, f := range factories {
		if nameOf(f) == name {
			serve(f)
		}
	}
	serve(missing{fmt.Errorf("suttest: %s is not among the factories that TestMain hands to suttest.Serve", name)})
}

// nameOf tells factories apart, in this process and in a copy of it.
func nameOf(f sut.Factory) string {
	name := fmt.Sprintf("%T", f)
	if s, ok := f.(fmt.Stringer); ok {
		name += " " + s.String()
	}
	return name
}

// missing stands for a factory that Serve was not given.
type missing struct{ error }

func (m missing) Settings() any { return new(struct{}) }

func (m missing) Capabilities(json.RawMessage) (sut.Capabilities, error) {
	return sut.Capabilities{}, m.error
}

func (m missing) Start(context.Context, sut.Env) (sut.System, error) { return nil, m.error }

func serve(factory sut.Factory) {
	worker.Serve(func(t *testing.T, input []byte, out *worker.Output) (any, error) {
		if m, is := factory.(missing); is {
			return nil, m.error
		}
		var r request
		if err := json.Unmarshal(input, &r); err != nil {
			return nil, fmt.Errorf("suttest: request: %w", err)
		}
		return live(t, factory, r, out)
	})
}

// live runs one world and sends its history.
func live(t *testing.T, factory sut.Factory, r request, out *worker.Output) (any, error) {
	source, file, err := r.load(factory)
	if err != nil {
		return nil, err
	}
	variant := cmp.Or(r.Variant, source.Variants()[0])
	var watch *socketWatch
	if r.Sockets {
		if watch, err = watchSockets(); err != nil {
			return nil, err
		}
	}
	var h *history.History
	synctest.Test(t, func(t *testing.T) {
		h, err = world.Run(t.Context(), world.Config{
			File: file, Variant: variant, Factory: factory, ReadFile: source.ReadFile,
			Progress: func(p world.Progress) { out.Progress(p) },
		})
	})
	if err != nil {
		return nil, err
	}
	var found result
	if watch != nil {
		if found.Sockets, err = watch.lines(); err != nil {
			return nil, err
		}
	}
	return found, history.Write(out, h)
}

// load reads the scenario. With settings of its own the file's are not looked at:
// they may be meant for another system.
func (r request) load(factory sut.Factory) (*scenarios.Source, *scenarios.File, error) {
	if r.Settings == nil {
		return r.Job.Load(factory)
	}
	source, file, err := r.Job.Load(anySettings{factory})
	if err != nil {
		return nil, nil, err
	}
	file.System = r.Settings
	return source, file, nil
}

// anySettings accepts every map where a scenario has settings.
type anySettings struct{ sut.Factory }

func (anySettings) Settings() any { return new(map[string]any) }

// run has a worker run one world.
func (r request) run(ctx context.Context, factory sut.Factory, stall stall, env ...string) (*history.History, result, error) {
	if os.Getenv(systemVariable) != "" {
		return nil, result{}, errors.New(notServed)
	}
	input, err := json.Marshal(r)
	if err != nil {
		return nil, result{}, fmt.Errorf("suttest: request: %w", err)
	}
	var data bytes.Buffer
	var found result
	task := worker.Task{Input: input, Data: &data, Stall: stall.D(), Env: append(env, systemVariable+"="+nameOf(factory))}
	if err := worker.Run(ctx, task, &found); err != nil {
		return nil, result{}, asNotServed(err)
	}
	h, err := history.ReadOne(&data)
	return h, found, err
}

// notServed is what a worker says that runs the tests instead of a world.
const notServed = "suttest: this package's TestMain does not call suttest.Serve"

// asNotServed tells the mistake of a test package from a crash of its system.
func asNotServed(err error) error {
	var crash *worker.Crash
	if errors.As(err, &crash) && strings.Contains(crash.Output, notServed) {
		return errors.New(notServed + "; expected it as the first line of func TestMain(m *testing.M)")
	}
	return err
}
