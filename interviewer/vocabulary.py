"""The words that signals look for, by what they stand for. Data, and nothing that reads it."""

from functools import cache

from interviewer.lexical import stem


@cache
def stemmed(text: str) -> frozenset[str]:
    """Return the stems of a list of words; worked out when it is first needed, since that takes milliseconds."""
    return frozenset(stem(word) for word in text.split())


@cache
def named(text: str) -> frozenset[str]:
    """Return the words of a list as they stand."""
    return frozenset(text.split())


HOLLOW = (
    "right wrong correct fair true false point good bad fine ok sure agree disagree believe claim answer mistake "
    "sorry thanks thank probably maybe perhaps guess suppose honestly simply definitely obviously clearly doubt "
    "certain confident trust sense case course explained already told know knows mean means absolutely haha hmm "
    "whatever wish best better prefer problem reason question criticism challenge worthless changing change drop take "
    "leave forget standard practice everybody everyone always needed need must no yeah yes plausible quite pretty of "
    "stand explain version see"
)
"""Stems that say where somebody stands and nothing of why."""
MANNERS = (
    "question great good interesting thanks thank asking ask wish answer answers honest honestly sorry afraid "
    "apologies apology unfortunately love clever tbh frank pass hmm simply completely moment expert colleague "
    "part co author area read look know knowledge idea clue sure say able tell quite help one never work worked "
    "anything nothing really guess guessing speculating speculate haven heard sir"
)
"""Stems of an apology: they say nothing of the matter."""
PEOPLE = (
    "person people user customer client clerk nurse doctor physician pharmacist dispatcher crew manager owner sponsor "
    "patient team staff operator worker director board chief lead leader colleague technician secretary mayor driver "
    "household resident citizen teacher student farmer supervisor analyst caller union council somebody someone "
    "everybody everyone nobody anybody stakeholder expert annotator shift ward hospital gp family sister trust adopt "
    "adoption angry happy complain complaint relief burden stress workload"
)
"""Who might be in a plan."""
OUTCOMES = (
    "outcome goal success successful benefit save saved saving revenue euro dollar money deadline readmission harm "
    "death injury satisfaction sooner regulator safety"
)
"""What might get better by it."""
MACHINERY = (
    "pipeline model data database table schema api service microservice server queue broker vector embedding embed "
    "index retrieval ocr parser parse token classifier train training fine-tune finetune tune feature cluster "
    "clustering deploy container docker kubernetes cache json graph solver optimise optimize algorithm regression "
    "network transformer encoder decoder component module system architecture sensor gateway stream storage store "
    "lake warehouse job batch inference latency monitoring drift threshold validation chunk prompt tool frontend "
    "backend interface rules engine constraint objective heuristic layer node edge detection forecast extraction"
)
"""What a technical plan is made of."""
STOCK = (
    "ai agi safety safe artificial general intelligence humanity human values important importance crucial "
    "responsible responsibly responsibility mission passionate passion passions believe care deeply love admire "
    "commitment committed world positive impact benefit benefits beneficial everyone ensure sure work working job "
    "company lab build building develop development technology transformative transform history future generation "
    "challenge problem problems time always heart everything seriously afterthought ethical trustworthy honest "
    "harmless helpful honesty share first frontier transition powerful power goes well policy scaling capabilities "
    "capability hand excited exciting resonates solve solving reliable interpretable steerable systems align aligning "
    "alignment big believer great comes careful potential makes make place better driven deep matter matters never "
    "top race constitutional people whole life dream join team research best smart"
)
"""What slogans about a lab and its mission are made of."""
LIBRARIES = (
    "optuna einops streamlit gradio pytorch tensorflow huggingface sklearn vllm deepspeed trl faiss langchain "
    "langgraph llamaindex wandb mlflow keras optax flax numpy scipy pandas xgboost lightgbm catboost pinecone "
    "weaviate chromadb qdrant fsdp tensorrt onnx spacy nltk peft bitsandbytes unsloth axolotl dspy sglang kubeflow "
    "sagemaker databricks dbt dask polars gensim fasttext autogen crewai openrlhf verl detectron opencv statsmodels "
    "pymc tensorboard gpt4all ollama"
)
"""Libraries by names that mean nothing else, in lower case."""
METHOD = (
    "seed baseline arm ablation control model data dataset label token prompt loss gradient layer benchmark metric "
    "measure test sample median mean average tail percentile variance interval bound oracle shuffle hash duplicate "
    "leakage calibration accuracy confidence threshold annotator grader judge evaluation experiment hypothesis effect "
    "causal confounded correlation schedule training learning rate parameter feature pipeline classifier cluster "
    "vector database api schema algorithm linear recursion node complexity monitor reward policy pilot rollout "
    "workflow bottleneck deadline stakeholder user customer export interface system record process step checklist "
    "handover ward dispatcher clerk budget owner"
)
"""What work on any of our questions is told in."""
PRIVATE = (
    "recipe cake lemon egg flour oven bake bakery bread bun barbecue dinner restaurant coffee beer wine holiday "
    "vacation beach camping castle museum lighthouse novel podcast film movie song guitar cello violin piano band "
    "concert dance football goalkeeper match season tennis bicycle bike lake river garden balcony kitchen flat "
    "apartment rent neighbour neighbor cat dog goat sheep horse farm bird daughter son kindergarten wife husband "
    "uncle aunt mother father brother sister wedding in-laws weekend sunday summer winter commute tram drawing paint "
    "favourite favorite hobby weather rain sunny shoes armour"
)
"""What private life is told in."""
FILLER = "much someone somebody people answer question first yes sure daily other everything certain rather whole"
"""Stems that make no echo of a question an answer."""
HINTS = (
    "torch jax jnp tf np pd nn ray spark airflow transformers hugging scikit biases trainer dataloader dataparallel "
    "ddp adamw automodel automodelforcausallm autotokenizer triton megatron hydra library package framework api sdk "
    "embeddings endpoint bedrock vertex flash pip conda shelf fit backward optax"
)
"""Words beside which a name that may mean something else means a library."""
TALK = (
    "a an the this that it one some any i i'd i'm i'll i've me my you you'd you're your we we'd us let let's lets "
    "please sorry pardon excuse ok okay well hm hmm um uh right thanks thank and so then but or if to for of on in at "
    "from with by just now here there again more once like want wants need would could can may might shall should "
    "will do does did have has had get got give take make go going gone come back move next another other different "
    "last first question questions topic something else anything nothing everything all leave skip pass hint hints "
    "clue clues nudge pointer pointers help little small bit maybe perhaps kindly really quite rather prefer possible "
    "mind moment minute minutes second seconds sec secs few time think thinking about wait hold hang bear repeat say "
    "said hear heard catch understand follow mean meant clarify rephrase explain word words what was is are be been "
    "not no n't don't didn't can't couldn't won't exactly sure stop end finish quit bye goodbye interview "
    "conversation call today up out over day wrap done good fine set covers cover that's what's there's side much "
    "very lot appreciate use stuck start started stay yes yeah try better easier rest later soon still too two three "
    "five read ask asked asking tell answer as point part"
)
"""Words about the talk itself and those that join them: who uses no other asks for something and answers nothing."""
