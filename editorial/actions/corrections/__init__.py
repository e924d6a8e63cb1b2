from editorial.actions.corrections.plan import Effect, Plan, plan
from editorial.actions.corrections.pointers import Noun, Outcome, Pointer
from editorial.actions.corrections.store import Corrected, correct

__all__ = ["Corrected", "Effect", "Noun", "Outcome", "Plan", "Pointer", "correct", "plan"]
