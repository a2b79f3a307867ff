package engine

import (
	"context"
	"errors"
	"log/slog"

	"anchorage/system"
)

// identify learns, after a good round, the mailbox ID that the authorization did
// not tell: once per start and generation of credentials, and with each renewed
// token until it is known. Where that fails nothing is lost but the ID.
func (r *round) identify(ctx context.Context) {
	if !r.settings.Sync.StoreMailboxID || r.engine.Identifier == nil || r.account.MailboxID != "" ||
		r.account.Dialect() != system.OutlookREST || !(r.confirmed || r.renewed || r.unidentified) {
		return
	}
	r.patient = false // the round has succeeded: nothing more is insisted on
	var id string
	err := r.ask(ctx, func(ctx context.Context, a system.Access) (err error) {
		id, err = r.engine.Identifier.MailboxID(ctx, a)
		return err
	})
	if err == nil {
		err = r.stored(r.engine.MailboxIDs.SaveMailboxID(ctx, r.account.ID, r.account.Generation, id))
	}
	switch {
	case err == nil:
		r.account.MailboxID, r.unidentified = id, false
	case ctx.Err() == nil && !errors.Is(err, errAbandoned):
		// What may pass is tried again with the next good round; a refusal holds for
		// the token.
		r.unidentified = system.AsError(err).Class == system.ClassRetry
		r.engine.Log.LogAttrs(ctx, slog.LevelInfo, "the mailbox ID stays unknown", slog.String("account", string(r.account.ID)), slog.Any("error", err))
	}
}
