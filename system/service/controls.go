package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"anchorage/system"
)

// controls are the settings in force: what has been deployed, with the tries
// that are under way laid over it. It is safe for concurrent use.
type controls struct {
	now atomic.Pointer[system.Settings]

	mu       sync.Mutex
	base     object
	tries    []*try // oldest first
	deployed []system.Authorization
}

// try is a patch that will be taken away again.
type try struct{ patch object }

func newControls(s system.Settings) (*controls, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	c := &controls{}
	if c.base, err = objectOf(raw); err != nil {
		return nil, err
	}
	if err := c.applyLocked(c.base, nil); err != nil { // nobody else has c yet
		return nil, err
	}
	c.deployed = []system.Authorization{c.now.Load().Authorization}
	return c, nil
}

// Settings in force, with defaults.
func (c *controls) Settings() system.Settings { return *c.now.Load() }

// deploy puts new settings into force. An authorization is only made available.
func (c *controls) deploy(raw json.RawMessage) error {
	patch, err := objectOf(raw)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	mechanism, named := patch["authorization"]
	delete(patch, "authorization")
	candidate, err := mechanismOf(mechanism, named)
	if err == nil {
		err = c.changeLocked(patch)
	}
	if err == nil && named && !slices.Contains(c.deployed, candidate) {
		c.deployed = append(c.deployed, candidate)
	}
	return err
}

// enable puts new settings into force; an authorization must have been deployed.
func (c *controls) enable(raw json.RawMessage) error {
	patch, err := objectOf(raw)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.availableLocked(patch); err != nil {
		return err
	}
	return c.changeLocked(patch)
}

// begin lays a patch over the settings until end. What is deployed or enabled in
// between stays.
func (c *controls) begin(raw json.RawMessage) (*try, error) {
	patch, err := objectOf(raw)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.availableLocked(patch); err != nil {
		return nil, err
	}
	t := &try{patch}
	return t, c.applyLocked(c.base, append(slices.Clone(c.tries), t))
}

// end takes a try away. What remains was valid without it unless something else
// was deployed to go with it; then the settings stay as they are.
func (c *controls) end(t *try) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	rest := slices.DeleteFunc(slices.Clone(c.tries), func(x *try) bool { return x == t })
	return c.applyLocked(c.base, rest)
}

func (c *controls) availableLocked(patch object) error {
	mechanism, named := patch["authorization"]
	m, err := mechanismOf(mechanism, named)
	if err != nil || !named {
		return err
	}
	if !slices.Contains(c.deployed, m) {
		return fmt.Errorf("settings: authorization %s is not deployed", m)
	}
	return nil
}

// changeLocked patches what has been deployed. It wins over tries that are under
// way: an operator who deploys means it.
func (c *controls) changeLocked(patch object) error {
	base := merged(c.base, patch)
	kept := make([]object, len(c.tries))
	for i, t := range c.tries {
		kept[i] = without(t.patch, patch)
	}
	settings, err := effective(base, kept)
	if err != nil {
		return err
	}
	for i, t := range c.tries {
		t.patch = kept[i]
	}
	c.base = base
	c.now.Store(&settings)
	return nil
}

func (c *controls) applyLocked(base object, tries []*try) error {
	patches := make([]object, len(tries))
	for i, t := range tries {
		patches[i] = t.patch
	}
	settings, err := effective(base, patches)
	if err != nil {
		return err
	}
	c.base, c.tries = base, tries
	c.now.Store(&settings)
	return nil
}

// effective settings: patches over a base, checked as a whole.
func effective(base object, patches []object) (system.Settings, error) {
	all := base
	for _, p := range patches {
		all = merged(all, p)
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return system.Settings{}, fmt.Errorf("settings: %w", err)
	}
	return decode(raw)
}

func mechanismOf(v any, named bool) (system.Authorization, error) {
	var m system.Authorization
	if !named {
		return m, nil
	}
	text, ok := v.(string)
	if !ok {
		return m, errors.New("settings: authorization must be live or identity_platform")
	}
	if err := m.UnmarshalText([]byte(text)); err != nil {
		return m, fmt.Errorf("settings: %w", err)
	}
	return m, nil
}
