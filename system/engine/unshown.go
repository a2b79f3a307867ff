package engine

import (
	"context"
	"errors"

	"anchorage/system"
)

// missing looks for events that a write of ours made, that no round has shown and that
// this one, which has read everything, lacks. Either its answers came from a replica that
// lags, and reads go on to show the write; or somebody has deleted the event before any
// round could tell of it, and no later one will. Only an answer about the event itself
// tells the two apart: it is gone when both say so.
func (r *round) missing(ctx context.Context) error {
	if r.engine.Outbox == nil || r.engine.Editor == nil {
		return nil
	}
	events, err := r.engine.Outbox.Unshown(ctx, r.account.ID)
	if err != nil {
		return err
	}
	for _, id := range events {
		if _, found := r.found.byID[id]; found {
			continue
		}
		err := r.ask(ctx, func(ctx context.Context, a system.Access) error {
			_, err := r.engine.Editor.Event(ctx, a, id)
			return err
		})
		switch {
		case errors.Is(err, system.ErrNotFound):
			r.gone = append(r.gone, id)
		case err != nil:
			return err
		}
	}
	return nil
}
