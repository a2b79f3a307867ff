package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"anchorage/harness/history"
	"anchorage/harness/world"
	"anchorage/scenarios"
	"anchorage/sim/units"
)

// traceFlags are the options of one trace.
type traceFlags struct {
	mailbox, at, variant, fleet string
	seed                        uint64
	seeded                      bool
}

func (a *app) traceCommand() *cobra.Command {
	var f traceFlags
	c := &cobra.Command{
		Use:   "trace FILE --mailbox MAILBOX",
		Short: "Tell the story of one account, and why it is stale or failing at an instant",
		Long: `Replays one variant and tells every request of one mailbox: what was asked, with
which routing hint, what came back, which rules hit it and which passed it by and why;
with it what became of the account: failing and healed, asked to relink, answers to
reads that were old. Requests of the same kind in a row share a line.`,
		Args: between(1, 1, "one scenario file"),
		RunE: func(c *cobra.Command, args []string) error {
			f.seeded = c.Flags().Changed("seed")
			return a.trace(c.Context(), args[0], f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.mailbox, "mailbox", "", "whose story, as outlook-0001")
	flags.StringVar(&f.at, "at", "", "say in a sentence how it is at this instant and why, as 2022-03-02T08:00:00Z")
	flags.StringVar(&f.variant, "variant", "", "of the scenario; the first by default")
	flags.Var((*seedValue)(&f.seed), "seed", "another seed than the file's")
	flags.StringVar(&f.fleet, "fleet", "", "a share of every fleet, as 10%")
	c.MarkFlagRequired("mailbox")
	return c
}

func (a *app) trace(ctx context.Context, path string, f traceFlags) error {
	job, file, err := a.traceJob(path, f)
	if err != nil {
		return err
	}
	var at time.Time
	if f.at != "" {
		if at, err = momentWithin(f.at, file.Clock); err != nil {
			return unusable(fmt.Errorf("--at %w", err))
		}
	}
	p := newProgress(a.err)
	p.add(job.Variant, file.Clock.From.Time, file.Clock.Until.Time)
	h, err := world.Replay(ctx, job, nil, func(raw []byte) { p.update(job.Variant, raw) })
	p.finish()
	if ctx.Err() != nil {
		return p.interrupted()
	}
	if err != nil {
		return &exitError{code: a.tellFailure(job, err)}
	}
	tellStory(a.out, h, f.mailbox)
	if !at.IsZero() {
		fmt.Fprintf(a.out, "\n%s\n", why(h, f.mailbox, at))
	}
	return nil
}

// traceJob is the replay of one variant with the mailbox traced.
func (a *app) traceJob(path string, f traceFlags) (world.Job, *scenarios.File, error) {
	r := replayFlags{seed: f.seed, seeded: f.seeded, fleet: f.fleet}
	if f.variant != "" {
		r.variants = []string{f.variant}
	}
	jobs, files, err := a.jobs([]string{path}, r)
	if err != nil {
		return world.Job{}, nil, err
	}
	job := jobs[0]
	if known := world.Mailboxes(files[0]); !slices.Contains(known, f.mailbox) {
		return world.Job{}, nil, unusable(fmt.Errorf("--mailbox %s: no such mailbox; the fleet has %s", f.mailbox, abridged(known)))
	}
	job.Trace = f.mailbox
	return job, files[0], nil
}

// momentWithin reads an instant of the scenario's clock.
func momentWithin(text string, clock scenarios.Clock) (time.Time, error) {
	var at units.Time
	if err := at.UnmarshalText([]byte(text)); err != nil {
		return time.Time{}, err
	}
	if at.Before(clock.From.Time) || at.After(clock.Until.Time) {
		return time.Time{}, fmt.Errorf("%s lies outside of the clock, %s to %s", text, clock.From.UTC().Format(time.RFC3339), clock.Until.UTC().Format(time.RFC3339))
	}
	return at.Time, nil
}

// abridged lists names, the middle of a long list left out.
func abridged(names []string) string {
	if len(names) > 6 {
		return fmt.Sprintf("%s, ... %s (%d in all)", strings.Join(names[:3], ", "), names[len(names)-1], len(names))
	}
	return strings.Join(names, ", ")
}

// concerns says whether an event belongs to the story of a mailbox.
func concerns(h *history.History, mailbox string, e history.Event) bool {
	switch d := e.Data.(type) {
	case history.Traced:
		return d.Mailbox == mailbox
	case history.Failing:
		return d.Mailbox == mailbox
	case history.Healed:
		return d.Mailbox == mailbox
	case history.Linked:
		return d.Mailbox == mailbox
	case history.Read:
		return d.Mailbox == mailbox && (d.Stale || !d.Answered || d.Wrong != "")
	case history.RelinkAsked:
		return d.Mailbox == mailbox
	case history.RelinkAnswered:
		return d.Mailbox == mailbox
	case history.TicketOpened:
		return d.Mailbox == mailbox
	case history.FaultStarted:
		return !flickers(h, d.Rule)
	case history.FaultEnded:
		return !flickers(h, d.Rule)
	case history.Acted:
		return true
	case history.SystemStep:
		return providerOf(h, mailbox) == d.Provider
	}
	return false
}

func flickers(h *history.History, rule string) bool {
	return slices.ContainsFunc(h.Header.Faults, func(f history.FaultSummary) bool { return f.Name == rule && f.Flicker })
}

// providerOf is the provider of a mailbox; "" if there is none of this name.
func providerOf(h *history.History, mailbox string) string {
	for _, m := range h.Header.Mailboxes {
		if m.ID == mailbox {
			return m.Provider
		}
	}
	return ""
}
