package world_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/world"
)

// The command can be pasted into a shell, whatever the path.
func TestJobCommand(t *testing.T) {
	seed := uint64(7)
	for want, job := range map[string]world.Job{
		"anchorage replay --variant as-it-happened":                       {Shipped: "outlook-2022-03.yaml", Variant: "as-it-happened"},
		"anchorage replay a/b.yaml --variant calm --seed 7 --fleet 12.5%": {Path: "a/b.yaml", Variant: "calm", Seed: &seed, Fleet: 0.125},
		`anchorage replay 'bad days/it'\''s $HOME.yaml' --variant calm`:   {Path: "bad days/it's $HOME.yaml", Variant: "calm"},
	} {
		assert.Equal(t, want, job.Command())
	}
}
