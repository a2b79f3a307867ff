package store

import (
	"errors"
	"slices"

	"anchorage/system"
)

// draftPrefix begins the id of an event that only a queued create knows.
const draftPrefix = "draft:"

// overlay lays an account's own writes over its cached events.
type overlay struct {
	events   []system.Event // of the window, whatever their order
	calendar string
	cached   func(id string) (system.Event, error) // an event outside the window; ErrNotFound
	made     func(create string) (string, error)   // the cached event that a create has made, its answer lost; ErrNotFound
	landed   map[string]string                     // by id of a create: the event that it made, as far as the cache shows
}

// with applies writes in their order and returns what overlaps the window.
func (o *overlay) with(writes []system.Write, window system.Window) ([]system.Event, error) {
	for i := range writes {
		if err := o.apply(&writes[i]); err != nil {
			return nil, err
		}
	}
	o.events = slices.DeleteFunc(o.events, func(e system.Event) bool {
		return !e.Start.Before(window.Until) || !e.End.After(window.From) && e.Start.Before(window.From)
	})
	return o.events, nil
}

func (o *overlay) land(create, event string) {
	if o.landed == nil {
		o.landed = map[string]string{}
	}
	o.landed[create] = event
}

func (o *overlay) apply(w *system.Write) error {
	if err := o.findMade(w); err != nil {
		return err
	}
	id := o.idOf(w)
	at := slices.IndexFunc(o.events, func(e system.Event) bool { return e.ID == id })
	switch {
	case w.Kind == system.WriteDelete:
		if at >= 0 {
			o.events = slices.Delete(o.events, at, at+1)
		}
		return nil
	case w.Kind == system.WriteCreate && (at >= 0 || o.landed[w.ID] != ""):
		return nil // the cache has it already, and maybe what came after
	case w.Kind == system.WriteCreate:
		o.events = append(o.events, system.Event{ID: id, CalendarID: o.calendar, ETag: w.ETag, ShowAs: "busy"})
		at = len(o.events) - 1
	case at < 0:
		e, err := o.cached(id)
		if errors.Is(err, system.ErrNotFound) {
			return nil // gone since: the write will not find it either
		}
		if err != nil {
			return err
		}
		o.events = append(o.events, e)
		at = len(o.events) - 1
	}
	e := &o.events[at]
	e.Subject, e.Start, e.End = w.Subject, w.Start, w.End
	return nil
}

// findMade looks for what a queued create has made, in the window or outside it.
func (o *overlay) findMade(w *system.Write) error {
	if w.Kind != system.WriteCreate || w.EventID != "" || o.landed[w.ID] != "" {
		return nil
	}
	event, err := o.made(w.ID)
	if errors.Is(err, system.ErrNotFound) {
		return nil
	}
	if err == nil {
		o.land(w.ID, event)
	}
	return err
}

// idOf is the id under which the write's event is shown.
func (o *overlay) idOf(w *system.Write) string {
	if w.EventID != "" {
		return w.EventID
	}
	create := w.DraftOf
	if w.Kind == system.WriteCreate {
		create = w.ID
	}
	if event, ok := o.landed[create]; ok {
		return event
	}
	return draftPrefix + create
}
