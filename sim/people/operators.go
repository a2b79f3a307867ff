package people

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"
)

// settling is how long the team waits for a try to be in force before going on.
const settling = time.Second

// operators carry out the steps of a scenario, one after the other.
type operators struct {
	people *People

	mu      sync.Mutex
	waiting []Step // for a signal, in file order
}

// plan puts the steps that have a time on the agenda.
func (s *operators) plan() {
	s.mu.Lock()
	steps := s.waiting
	s.waiting = slices.DeleteFunc(slices.Clone(steps), func(step Step) bool { return step.On == "" })
	s.mu.Unlock()
	for _, step := range steps {
		if step.On == "" {
			s.at(step.At.Time, step)
		}
	}
}

// signal sets off the steps that wait for the first occurrence of a signal; later
// occurrences find none waiting.
func (s *operators) signal(on string, at time.Time) {
	s.mu.Lock()
	var ready []Step
	s.waiting = slices.DeleteFunc(s.waiting, func(step Step) bool {
		if step.On == on {
			ready = append(ready, step)
		}
		return step.On == on
	})
	s.mu.Unlock()
	for _, step := range ready {
		s.at(at.Add(step.After.D()), step)
	}
}

func (s *operators) at(t time.Time, step Step) {
	s.people.hands.add(onLane(t, s.people.lanes.team), func(ctx context.Context) { s.act(ctx, step) })
}

// act carries out one step and tells of it.
func (s *operators) act(ctx context.Context, step Step) {
	c := s.people.config
	a := Acted{At: c.Clock.Now(), Note: step.Note, On: step.On}
	switch {
	case step.Post != nil:
		a.Action, a.Post, a.What = "post", step.Post, text(step.Post)
		s.done(ctx, a, s.people.send(ctx, c.PageURL, step.Post))
	case c.Controls == nil:
		a.Action, a.What = step.change()
		s.done(ctx, a, errors.New("the system cannot be changed while it runs"))
	case step.Try != nil:
		s.try(ctx, a, step)
	default:
		a.Action, a.What = step.change()
		s.done(ctx, a, step.apply(ctx, c.Controls))
	}
}

// change names what a step changes, and how.
func (step Step) change() (action, what string) {
	switch {
	case step.Try != nil:
		return "try", compact(step.Try)
	case step.Deploy != nil:
		return "deploy", compact(step.Deploy)
	case step.Enable != nil:
		return "enable", compact(step.Enable)
	case step.Relink != nil:
		return "relink", text(step.Relink)
	}
	return "nothing", ""
}

func (step Step) apply(ctx context.Context, c Controls) error {
	switch {
	case step.Deploy != nil:
		return c.Deploy(ctx, step.Deploy)
	case step.Enable != nil:
		return c.Enable(ctx, step.Enable)
	case step.Relink != nil:
		return c.Relink(ctx, *step.Relink)
	}
	return errors.New("a step that does nothing")
}

// try runs beside the other steps, since it may last until the settings are put
// back; the next step waits until it is in force.
func (s *operators) try(ctx context.Context, a Acted, step Step) {
	c := s.people.config
	a.Action, a.What = step.change()
	a.For = step.For.D()
	if a.For == 0 {
		a.For = tryDefault
	}
	settled, settle := context.WithCancel(ctx)
	s.people.run(func(ctx context.Context) {
		defer settle()
		s.done(ctx, a, c.Controls.Try(ctx, step.Try, a.For))
	})
	c.Clock.Sleep(settled, settling) // ends early when the try has returned
	settle()
}

func (s *operators) done(ctx context.Context, a Acted, err error) {
	if err != nil && ctx.Err() != nil {
		return // the world ended meanwhile
	}
	if err != nil {
		a.Error = err.Error()
	}
	s.people.config.Observer.Acted(a)
}

func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return string(raw)
	}
	return b.String()
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
