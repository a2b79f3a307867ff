package service

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"anchorage/system/relink"
)

// Deploy merges a patch (RFC 7386) into the settings. An authorization in it
// becomes available; Enable switches to it. A patch with an unknown key or a bad
// value changes nothing.
func (s *Service) Deploy(patch json.RawMessage) error {
	return s.changed("deploy", patch, s.controls.deploy(patch))
}

// Enable merges a patch into the settings and switches to its authorization,
// which must have been deployed.
func (s *Service) Enable(patch json.RawMessage) error {
	return s.changed("enable", patch, s.controls.enable(patch))
}

func (s *Service) changed(how string, patch json.RawMessage, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", how, err)
	}
	s.config.Log.Info("settings changed", "how", how, "patch", string(patch))
	return nil
}

// Try puts a patch into force for a while and then takes it away again; what is
// deployed meanwhile stays. It does not wait.
func (s *Service) Try(_ context.Context, patch json.RawMessage, lasts time.Duration) error {
	if lasts <= 0 {
		return fmt.Errorf("try: lasts %s; expected a time above zero", lasts)
	}
	running, leave, err := s.life.join()
	if err != nil {
		return fmt.Errorf("try: %w", err)
	}
	t, err := s.controls.begin(patch)
	if err := s.changed("try", patch, err); err != nil {
		leave()
		return err
	}
	until := onLane(time.Now().Add(lasts), s.config.Lane("try/"+strconv.Itoa(s.life.nextTry())))
	go func() {
		defer leave()
		sleepUntil(running, until)
		if err := s.controls.end(t); err != nil {
			s.config.Log.Error("settings of a try stay in force", "error", err)
			return
		}
		s.config.Log.Info("settings put back", "how", "try ended", "patch", string(patch))
	}()
	return nil
}

// Relink starts a campaign of mails to owners. It ends by itself, or with Stop.
func (s *Service) Relink(_ context.Context, c relink.Campaign) error {
	running, leave, err := s.life.join()
	if err != nil {
		return fmt.Errorf("relink: %w", err)
	}
	defer leave()
	return s.relinker.Start(running, c)
}

// onLane is the first instant on a lane at or after t.
func onLane(t time.Time, lane time.Duration) time.Time {
	at := t.Truncate(time.Millisecond).Add(lane)
	if at.Before(t) {
		at = at.Add(time.Millisecond)
	}
	return at
}

func sleepUntil(ctx context.Context, t time.Time) {
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
