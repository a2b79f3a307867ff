package world

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/sut"
	"anchorage/harness/worker"
	"anchorage/scenarios"
)

// Job names one variant of one scenario to be replayed.
type Job struct {
	Path    string  `json:"path"`            // of the scenario file; "" with Shipped
	Shipped string  `json:"shipped"`         // name of a file that comes with the binary, as "outlook-2022-03.yaml"
	Variant string  `json:"variant"`         // one of Source.Variants
	Seed    *uint64 `json:"seed,omitempty"`  // instead of the file's
	Fleet   float64 `json:"fleet,omitempty"` // share of every fleet; 0 means all
	Trace   string  `json:"trace,omitempty"` // a mailbox whose every request the history is to hold; "" for none
	Text    string  `json:"text,omitempty"`  // the scenario itself; Path or Shipped then says only what to call it and where the files beside it lie
}

// Progress is told while a world runs.
type Progress struct {
	Now      time.Time `json:"now"`      // virtual
	Requests int       `json:"requests"` // that reached the provider so far
	InForce  []string  `json:"in_force"` // faults, flicker left out
}

// Load reads the job's scenario and applies its overrides.
func (j Job) Load(factory sut.Factory) (*scenarios.Source, *scenarios.File, error) {
	source, err := j.Source(factory)
	if err != nil {
		return nil, nil, err
	}
	file, err := source.File(j.Variant)
	if err != nil {
		return nil, nil, err
	}
	if j.Seed != nil {
		file.Seed = *j.Seed
	}
	if j.Fleet > 0 {
		file.Scale(j.Fleet)
	}
	return source, file, nil
}

// Source reads the scenario file of the job.
func (j Job) Source(factory sut.Factory) (*scenarios.Source, error) {
	o := scenarios.Options{Settings: factory.Settings}
	if c, ok := factory.(SettingsChecker); ok {
		o.CheckSettings = c.CheckSettings
	}
	if j.Text != "" && j.Shipped != "" {
		return scenarios.ParseShipped(j.Shipped, []byte(j.Text), o)
	}
	if j.Text != "" {
		return scenarios.Parse(j.Path, []byte(j.Text), o)
	}
	if j.Shipped != "" {
		return scenarios.LoadShipped(j.Shipped, o)
	}
	return scenarios.Load(j.Path, o)
}

// SettingsChecker is a Factory that can tell mistakes in its settings before a
// world starts, as alert rules that do not parse.
type SettingsChecker interface {
	CheckSettings(raw json.RawMessage, readFile func(string) ([]byte, error)) []scenarios.SettingsProblem
}

// Serve turns this process into a worker when it was started as one. Call it
// first thing in main or TestMain.
func Serve(factory sut.Factory) {
	worker.Serve(func(t *testing.T, input []byte, out *worker.Output) (any, error) {
		var job Job
		if err := json.Unmarshal(input, &job); err != nil {
			return nil, fmt.Errorf("job: %w", err)
		}
		source, file, err := job.Load(factory)
		if err != nil {
			return nil, err
		}
		var h *history.History
		synctest.Test(t, func(t *testing.T) {
			h, err = Run(t.Context(), Config{
				File: file, Variant: job.Variant, Factory: factory, ReadFile: source.ReadFile, Trace: job.Trace,
				Progress: func(p Progress) { out.Progress(p) },
			})
		})
		if err != nil {
			return nil, err
		}
		return struct{}{}, history.Write(out, h)
	})
}

// Process says how the worker process of a job runs.
type Process struct {
	Env        []string      // added to the environment, as GOGC=20
	OnProgress func([]byte)  // receives each Progress as JSON; may be nil
	Patience   time.Duration // wall time without virtual progress after which the world is stuck; 0 means two minutes
}

// Replay runs a job in a worker process and returns its history.
func Replay(ctx context.Context, job Job, env []string, onProgress func([]byte)) (*history.History, error) {
	return ReplayIn(ctx, job, Process{Env: env, OnProgress: onProgress})
}

// ReplayIn is Replay with more to say about the process.
func ReplayIn(ctx context.Context, job Job, p Process) (*history.History, error) {
	saved, err := Saved(ctx, job, p)
	if err != nil {
		return nil, err
	}
	return history.ReadOne(bytes.NewReader(saved))
}

// Saved runs a job in a worker process and returns its history as the worker
// wrote it: the same bytes for the same scenario, seed and build.
func Saved(ctx context.Context, job Job, p Process) ([]byte, error) {
	input, err := json.Marshal(job)
	if err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	var data bytes.Buffer
	task := worker.Task{Input: input, Data: &data, OnProgress: p.OnProgress, Env: p.Env, Stall: p.Patience}
	if err := worker.Run(ctx, task, new(struct{})); err != nil {
		return nil, err
	}
	return data.Bytes(), nil
}

// Command is the command line that replays the job.
func (j Job) Command() string {
	c := "anchorage replay"
	if j.Path != "" {
		c += " " + quoted(j.Path)
	}
	c += " --variant " + quoted(j.Variant)
	if j.Seed != nil {
		c += fmt.Sprintf(" --seed %d", *j.Seed)
	}
	if j.Fleet > 0 {
		c += fmt.Sprintf(" --fleet %g%%", 100*j.Fleet)
	}
	return c
}

// quoted is an argument as a shell takes it.
func quoted(arg string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_./,:@+=", c)
	}
	if arg != "" && strings.IndexFunc(arg, func(c rune) bool { return !plain(c) }) < 0 {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}
