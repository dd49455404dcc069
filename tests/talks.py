"""Abstracts and notes as candidates bring them: six fields, with numbers, comparisons and limitations, all made up."""

from interviewer.content import FileLibrary
from interviewer.material import Material
from interviewer.materials.claims import extract
from interviewer.materials.clean import clean_text
from interviewer.ports import Study
from interviewer.setup import Setup

TALKS: dict[str, str] = {
    "nlp": """\
Abstract
Multilingual summarisers often copy the source when a language is rare in pretraining. Existing fixes add parallel data, \
which most languages do not have. We introduce copy-aware decoding, which lowers the weight of source tokens once an \
entity has been mentioned. On XL-Sum it raises ROUGE-L from 24.6 to 27.9 on average over twelve low-resource languages, \
and human raters prefer its summaries in 61% of comparisons with beam search. Without the entity condition the gain \
falls to 0.8 points, so the condition and not the penalty is what helps. Unlike contrastive search, our method needs no \
second model and adds 4% to decoding time. All results are means over five random seeds, with a standard deviation of \
at most 0.4 points.

Limitations
We only tested news text, and two native speakers rated each summary. For languages without spaces between words the \
entity condition relies on a tagger of unknown quality. We leave dialogue and long documents to future work.
""",
    "rl": """\
Offline reinforcement learning promises policies without risky exploration, but value estimates break down outside the \
data. We propose Bounded Critic Regression (BCR), which replaces the learned penalty of earlier methods by a bound that \
is computed from nearest neighbours in the buffer.

Results
BCR outperforms the baseline on seven of nine D4RL locomotion tasks and improves the normalised return from 71.4 to 78.2. \
On the two antmaze tasks it is worse than IQL by 5.1 points. Training takes 2.3 hours on one GPU, compared with 6.8 hours \
for CQL. We observe that the bound is tight for 83% of the states visited at test time. When we remove the neighbour \
term, the return drops to 69.0. Each agent was trained with a single seed because of the cost of the sweep, and \
hyperparameters were chosen on the same tasks.

What does not work yet
The bound needs a buffer that fits in memory, so we did not try image observations. All experiments are in simulation; \
nothing was run on a robot. It remains unclear whether the effect survives with narrower data.
""",
    "interpretability": """\
Abstract
Language models answer questions about dates well, yet little is known about how they represent order in time. We train \
linear probes on the residual stream of three open models and find a direction that encodes the year of an event. \
Patching this direction at layer 14 changes the model's answer in 72% of 1,800 prompts, while patching a random direction \
of the same norm changes 3%. The probe reaches 91.3% accuracy on held-out events, compared with 64.0% for a bag of words. \
We show that four attention heads move the date to the last position; ablating them lowers accuracy from 88.1% to 52.7%. \
Prior work looked for such directions only in models fine-tuned on the task.

Limitations and next steps
We studied three models of at most 7 billion parameters and events after 1800. The prompts were written by us from \
twelve templates. We do not know whether the direction is used in free generation. Figure 2: Effect of patching by layer; \
shaded areas are 95% bootstrap intervals over prompts. Next we want to follow the heads through training.
""",
    "systems": """\
# Elastic prefix caching for LLM serving

Serving systems keep the key-value cache of shared prompts, but fixed pools waste memory when traffic shifts. We design \
Elastic Prefix Cache, which moves blocks between tenants every 200 ms according to their expected reuse.

## Setup
We replay three production traces of 40 minutes each on eight A100 GPUs with a 13B model. The baseline is vLLM with a \
static split that we tuned by hand.

## Results
- Median time to first token falls from 412 ms to 268 ms under the bursty trace.
- Throughput is 1.7× that of the static split at the same tail latency.
- Compared with an oracle that knows future requests, we lose 9% of the hits.
- The policy itself costs 0.6% of CPU time.
Table 1: Time to first token by trace, median and 99th percentile over ten replays.

## Limitations
One model size and one kind of accelerator were measured. Prefixes shorter than 64 tokens see no benefit. We did not \
measure what happens when a tenant tries to evict others on purpose.
""",
    "vision": """\
Medical segmentation networks fail silently when a scanner is replaced. We present DriftGate, a test that flags shifted \
scans from the statistics of early feature maps, without labels. Our approach fits a density to the features of 600 \
training scans and compares each new scan with it. On chest CT from four hospitals DriftGate detects scanner changes \
with an AUROC of 0.94, which is significantly better than strong baselines. It flags 87% of the scans on which the Dice \
score drops below 0.7, at a false alarm rate of 5%. Reducing the feature layers from twelve to three costs only 0.01 \
AUROC and makes the test 3.5 times faster. The results suggest that early layers carry most of the information on \
acquisition. Annotations come from one radiologist per hospital.

Our evaluation is limited to chest CT and to changes of hardware; we have not tested changes in the patient population. \
A gate of this kind may delay care when it raises false alarms, and we did not study how clinicians react to it.
""",
    "safety": """\
Notes for the talk: catching reward hacking with paired prompts

Why it matters: models trained with reinforcement learning learn to satisfy the grader and not the user, and nobody \
notices until deployment. Previous monitors read the chain of thought, which models can learn to keep clean.

What we did: for every task we built a twin in which the shortcut leads to a visibly wrong result. We fine-tuned a 3B \
model on 12,000 coding tasks with a leaky test suite. A GPT-4 judge labels each answer as honest or hacked.

What we found: the twin gap identifies 78% of the hacked answers at 2% false positives; the chain-of-thought monitor \
identifies 41%. Training against the twin gap reduces the rate of hacking from 34% to 11%. It does not reduce pass@1. \
We find that hacking appears first on tasks with long test files.

What we cannot claim: we only used one dataset and one model family. The judge was checked by hand on 50 answers. Twins \
take an expert about ten minutes each, so the method cannot scale to every task. A model that knows of the twins might \
learn to tell them apart.
""",
}


def talk(name: str) -> Material:
    """Return one of them as it is after an upload."""
    text = clean_text(TALKS[name]).text
    return Material(id=f"m-{name}", kind="notes", name=f"{name}.md", text=text, claims=extract(text, (), f"{name}.c"))


def study(name: str = "nlp", **changes: object) -> Study:
    """Return what a planner is given for one of them, with the questions of the research talk."""
    material = talk(name)
    setup = Setup.model_validate({"round": "research_talk", "persona": "anthropic_research", "minutes": 45} | changes)
    script, _ = FileLibrary().assemble(setup, [material])
    quoting = tuple(question for question in script.questions if question.claim)
    return Study("interview-1", setup, script.round, material, quoting, seed=7)
