package ours_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"anchorage/harness/sut"
)

// pushed is careless too: it reads a calendar when the account is linked, and from
// then on when it is told that something changed, at once and only then. It
// subscribes once, for as long as the provider likes.
type pushed struct{ careless }

func (f pushed) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	inner, err := f.careless.Start(ctx, env)
	if err != nil {
		return nil, err
	}
	s := &pushedSystem{carelessSystem: inner.(*carelessSystem), told: map[string]chan struct{}{}}
	s.idle = true
	l, err := env.Listen("sync.example.com:80")
	if err != nil {
		return nil, err
	}
	s.server = &http.Server{Handler: http.HandlerFunc(s.notified)}
	s.serving.Go(func() { s.server.Serve(l) })
	return s, nil
}

type pushedSystem struct {
	*carelessSystem
	server  *http.Server
	serving sync.WaitGroup

	mu   sync.Mutex
	told map[string]chan struct{} // key: subscription
}

func (s *pushedSystem) Link(ctx context.Context, a sut.AccountSpec, browser http.RoundTripper) (sut.AccountID, error) {
	id, err := s.carelessSystem.Link(ctx, a, browser)
	if err != nil {
		return "", err
	}
	s.carelessSystem.mu.Lock()
	account := s.accounts[id]
	s.carelessSystem.mu.Unlock()
	told, err := s.subscribe(ctx, account)
	if err != nil {
		return "", err
	}
	s.pollers.Go(func() {
		for {
			if err := s.round(account); err != nil {
				return
			}
			select {
			case <-s.ctx.Done():
				return
			case <-told:
			}
			if time.Since(account.refreshed) > 50*time.Minute {
				if err := s.tokens(s.ctx, account, "grant_type", "refresh_token", "refresh_token", account.refresh); err != nil {
					return
				}
			}
		}
	})
	return id, nil
}

func (s *pushedSystem) subscribe(ctx context.Context, a *carelessAccount) (chan struct{}, error) {
	body := `{"changeType":"created,updated,deleted","notificationUrl":"http://sync.example.com/","resource":"me/events","expirationDateTime":"` +
		time.Now().Add(40*time.Hour).UTC().Format(time.RFC3339) + `"}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://graph.microsoft.com/v1.0/subscriptions", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+a.access)
	request.Header.Set("Content-Type", "application/json")
	var made struct{ ID string }
	if _, err := s.do(request, &made); err != nil {
		return nil, err
	}
	told := make(chan struct{}, 1)
	s.mu.Lock()
	s.told[made.ID] = told
	s.mu.Unlock()
	return told, nil
}

func (s *pushedSystem) notified(w http.ResponseWriter, r *http.Request) {
	if token := r.URL.Query().Get("validationToken"); token != "" {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, token)
		return
	}
	var notice struct {
		Value []struct{ SubscriptionID string }
	}
	_ = json.NewDecoder(r.Body).Decode(&notice)
	w.WriteHeader(http.StatusAccepted)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range notice.Value {
		select {
		case s.told[v.SubscriptionID] <- struct{}{}:
		default:
		}
	}
}

func (s *pushedSystem) Stop(ctx context.Context) error {
	err := s.server.Shutdown(ctx)
	s.serving.Wait()
	s.carelessSystem.Stop(ctx)
	return err
}
