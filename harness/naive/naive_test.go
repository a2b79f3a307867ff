package naive_test

import (
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/suttest"
)

func TestX(t *testing.T) {
	for _, v := range suttest.Judge(t, naive.Factory{}, "small.yaml", "", suttest.Shipped(), suttest.Settings(naive.Settings{PollMinutes: 15})) {
		t.Log(v.Status, v.Name, v.Message)
	}
}
func TestY(t *testing.T) {
	for _, v := range suttest.Judge(t, naive.Factory{}, "outlook-2022-03.yaml", "", suttest.Shipped(), suttest.Fleet(0.1), suttest.Settings(naive.Settings{PollMinutes: 15})) {
		t.Log(v.Status, v.Name, v.Message)
	}
}
func TestConform(t *testing.T) { suttest.Conform(t, naive.Factory{}) }
