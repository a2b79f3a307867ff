package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"anchorage/system"
)

// Ladder tells what is done about accounts that fail.
type Ladder interface {
	// Experiments returns all, the oldest first.
	Experiments() []system.Experiment
	// Remedy says what is done about an account that fails.
	Remedy(id system.AccountID) system.Remedy
	// Unhelped lists accounts that nothing can help now, each with the reason.
	Unhelped(ctx context.Context) ([]system.Account, []system.Remedy, error)
}

// experimentAnswer is one routing experiment.
type experimentAnswer struct {
	ID            int64                `json:"id"`
	Provider      system.Provider      `json:"provider"`
	Authorization system.Authorization `json:"authorization"`
	From          system.Hint          `json:"from"`
	To            system.Hint          `json:"to"` // relink: owners were asked
	Pilots        []system.AccountID   `json:"pilots"`
	Control       []system.AccountID   `json:"control"`
	Healed        []system.AccountID   `json:"healed"`
	StartedAt     time.Time            `json:"started_at"`
	EndedAt       time.Time            `json:"ended_at,omitzero"`
	Result        string               `json:"result"`       // running, promoted, offered, no_help, harmed, control_healed, too_few, overtaken
	Do            string               `json:"do,omitempty"` // what a person has to do
}

// routing answers {"hint","remediation","experiments":[…]}.
func (a *API) routing(w http.ResponseWriter, _ *http.Request) {
	settings := a.Settings().Routing
	all := a.Ladder.Experiments()
	told := make([]experimentAnswer, len(all))
	for i, e := range all {
		told[i] = experimentAnswer{
			ID: e.ID, Provider: e.Group.Provider, Authorization: e.Group.Authorization, From: e.From, To: e.To,
			Pilots: listed(e.Pilots), Control: listed(e.Control), Healed: listed(e.Healed), StartedAt: e.StartedAt, EndedAt: e.EndedAt, Result: string(e.Result),
		}
		switch e.Result {
		case system.ExperimentRunning:
			told[i].Result = "running"
		case system.ExperimentOffered:
			told[i].Do = "Deploy routing.hint " + string(e.To) + ": it has healed pilots, and those left alone still fail."
		}
	}
	answer(w, http.StatusOK, map[string]any{"hint": settings.Hint, "remediation": settings.Remediation, "experiments": told})
}

// listed is never null in JSON.
func listed(ids []system.AccountID) []system.AccountID {
	if ids == nil {
		return []system.AccountID{}
	}
	return ids
}

// unhelpedAnswer is an account that nothing can help.
type unhelpedAnswer struct {
	ID           system.AccountID `json:"id"`
	Email        string           `json:"email"`
	Provider     system.Provider  `json:"provider"`
	State        system.State     `json:"state"`
	FailingSince time.Time        `json:"failing_since,omitzero"`
	LastError    system.Code      `json:"last_error,omitempty"`
	Reason       string           `json:"reason"`
}

// unhelped answers {"accounts":[…]}: the failing ones for which nothing is left
// that the system may do, and those whose owner alone can help and does not know.
func (a *API) unhelped(w http.ResponseWriter, r *http.Request) {
	accounts, remedies, err := a.Ladder.Unhelped(r.Context())
	if err != nil {
		a.internal(w, "unhelped accounts", err)
		return
	}
	reasons := map[system.AccountID]string{}
	for i, x := range accounts {
		reasons[x.ID] = remedies[i].Text
	}
	all, err := a.Store.Accounts(r.Context())
	if err != nil {
		a.internal(w, "accounts", err)
		return
	}
	told := []unhelpedAnswer{}
	for _, x := range all {
		why, err := a.whyUnhelped(r.Context(), x, reasons[x.ID])
		if err != nil {
			a.internal(w, "asks", err)
			return
		}
		if why != "" {
			told = append(told, unhelpedAnswer{x.ID, x.Email, x.Provider, x.State, x.FailingSince, x.LastError, why})
		}
	}
	answer(w, http.StatusOK, map[string]any{"accounts": told})
}

// whyUnhelped returns "" for an account that somebody cares for.
func (a *API) whyUnhelped(ctx context.Context, x system.Account, helpless string) (string, error) {
	if x.State == system.StateHealthy || x.State == system.StatePending {
		return "", nil
	}
	other, err := a.otherMailbox(ctx, x)
	if err != nil {
		return "", err
	}
	if other {
		return otherLinked, nil
	}
	ask, err := a.Store.OpenAsk(ctx, x.ID)
	switch {
	case err != nil && !errors.Is(err, system.ErrNotFound):
		return "", err
	case err == nil && usable(ask, x, time.Now()):
		return "", nil
	case err == nil && ask.Generation == x.Generation:
		return "Its owner was asked to link again and has not done so; the link has expired.", nil
	case x.State != system.StateFailing:
		return reason(x, false), nil
	}
	return helpless, nil
}
